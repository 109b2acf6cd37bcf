/**
 * ImageJ: the only packages that know {@code ij.*}, windows, and ImageJ's C, Z and T.
 *
 * <p>What lives here: {@link org.convlayers.ij.Commands}, all commands by their names, for macros. Below lie {@code option} (keys,
 * dialogs, the Recorder), {@code image} (from an ImagePlus to feature maps and back), {@code network} (commands that apply
 * layers and networks), {@code field} (receptive fields) and {@code arithmetic} (the animation). The command line may call
 * them to open files as ImageJ does, and for the pictures.
 *
 * <pre>{@code
 * Commands.run("Convolution Layer...", "weights=sobel"); // on the active image
 * }</pre>
 */
package org.convlayers.ij;
