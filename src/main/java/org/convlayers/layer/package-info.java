/**
 * The layers of a convolutional network as immutable values, and the graph that joins them.
 *
 * <p>What lives here: {@link org.convlayers.layer.Layer} and its records, which validate their arguments as PyTorch does,
 * infer output shapes and count parameters and multiply-accumulates; and {@link org.convlayers.layer.Network}. Nothing
 * here computes a pixel or holds a weight. Every package above {@code shape} may use it.
 *
 * <pre>{@code
 * Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
 * Network network = Network.sequence(List.of(
 *         new Convolution(3, 16, window, EdgeMode.ZEROS, 1, true),
 *         Activation.of(ActivationFunction.RELU)));
 * network.outputShape(FeatureShape.of(3, 512, 512)); // 16x512x512
 * }</pre>
 */
package org.convlayers.layer;
