/**
 * ImageJ: commands, dialogs, macro options, and the way from an ImagePlus to feature maps and back.
 *
 * <p>The only package that knows {@code ij.*}, windows, and ImageJ's C, Z and T. The command line may call it to open
 * files as ImageJ does, and for the pictures, {@link org.convlayers.ij.ReceptiveFieldPicture} and {@link
 * org.convlayers.ij.ArithmeticPicture}.
 *
 * <pre>{@code
 * RandomAccessibleInterval<? extends RealType<?>> values = ImagePlusImg.wrap(IJ.getImage()); // X, Y, C, Z, T
 * }</pre>
 */
package org.convlayers.ij;
