package org.convlayers.weights;

import java.util.Optional;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;

/**
 * Fills the parameters of a network. It comes from {@link WeightSource#open}; everything that had to be read is read.
 *
 * <p>Before there is a network, the commands ask what the weights fix of its layers; then they build it and have it
 * filled. Weights that are drawn fix nothing.
 */
public sealed interface Initializer permits DigitInitializer, KaimingInitializer, KernelInitializer, TensorInitializer {
    /**
     * What the weights fix of the convolution of a network that has only one.
     *
     * @param layer the convolution's name
     * @param kernelSize the kernel's size that the user gave
     * @throws IllegalArgumentException if there is no weight for it, or it is none of a convolution
     */
    default FixedShape ofOnlyLayer(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

    /**
     * What the weights fix of the transposed convolution of a network that has only this one.
     *
     * @param layer the layer's name
     * @param kernelSize the kernel's size that the user gave
     * @throws IllegalArgumentException if there is no weight for it, or it is none of a transposed convolution
     */
    default FixedShape ofOnlyTransposed(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

    /**
     * What the weights fix of one convolution of several.
     *
     * @param layer the convolution's name
     * @param kernelSize the kernel's size that the user gave
     * @throws IllegalArgumentException if there is no weight for it, or it is none of a convolution
     */
    default FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

    /**
     * All parameters of a network. The same network and seed give the same numbers on every machine.
     *
     * @param network what to fill
     * @param seed for what is drawn at random
     * @throws IllegalArgumentException if they do not fit; the message names the tensor or layer and both shapes
     */
    Weights initialize(Network network, long seed);
}
