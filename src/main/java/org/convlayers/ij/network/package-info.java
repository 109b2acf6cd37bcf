/**
 * The commands that apply layers and networks to images, and those that tell about networks.
 *
 * <p>What lives here: a {@link org.convlayers.ij.network.LayerCommand} for each kind of layer and {@link
 * org.convlayers.ij.network.RunNetwork}, which all become a network and take the same way through {@code NetworkJob} and
 * {@code NetworkApplication}, with a preview of the visible part; the summary, the kernels and the export of a network.
 *
 * <pre>{@code
 * new ConvolutionLayer().run(""); // asks, records, computes, shows
 * }</pre>
 */
package org.convlayers.ij.network;
