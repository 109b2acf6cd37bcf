package org.convlayers.weights;

import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;

/**
 * What weights fix of the convolution they fill. What they leave open is the user's choice.
 *
 * @param kernels M, if they are kernels without channels, to be given to each group; such weights stand for a depthwise
 *     layer unless groups are given
 * @param filters the number of output channels, if they are a whole weight
 * @param filtersPerGroup the number of output channels of each group, if they are the whole weight of a transposed convolution
 * @param kernelSize the kernel's size, if it is fixed
 * @param bias whether they have a bias
 */
public record FixedShape(
        OptionalInt kernels,
        OptionalInt filters,
        OptionalInt filtersPerGroup,
        Optional<Extent> kernelSize,
        boolean bias) {
    /** Nothing is fixed, and there is a bias: freshly initialised weights. */
    static final FixedShape FREE = new FixedShape(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), true);

    /** Without the weight of a transposed convolution. */
    public FixedShape(OptionalInt kernels, OptionalInt filters, Optional<Extent> kernelSize, boolean bias) {
        this(kernels, filters, OptionalInt.empty(), kernelSize, bias);
    }

    /** The number of output channels of a layer with G groups: M x G, or that of the whole weight; empty if it is free. */
    public OptionalInt filters(int groups) {
        OptionalInt perGroup = kernels.isPresent() ? kernels : filtersPerGroup;
        return perGroup.isPresent() ? OptionalInt.of(Math.multiplyExact(perGroup.getAsInt(), groups)) : filters;
    }
}
