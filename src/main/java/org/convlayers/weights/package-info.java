/**
 * Numbers for the parameters of a network, and where they come from.
 *
 * <p>What lives here: {@link org.convlayers.weights.Tensor} and {@link org.convlayers.weights.Weights} (all parameters of a
 * network, checked against it); {@link org.convlayers.weights.WeightSource}, the {@code weights} text that users write; {@link
 * org.convlayers.weights.Initializer}, which fills a network; and {@link org.convlayers.weights.FilterBank}. Nothing here
 * opens a file or an image: callers give {@link org.convlayers.weights.WeightFiles}. Commands and the command line parse
 * sources, the engine reads weights.
 *
 * <pre>{@code
 * WeightSource source = WeightSource.parse("sobel");
 * Initializer initializer = source.open(2, TensorFiles::read);
 * FixedShape fixed = initializer.ofOnlyLayer("0", Optional.empty()); // 2 kernels of 3x3
 * Weights weights = initializer.initialize(network, 0);
 * }</pre>
 */
package org.convlayers.weights;
