package org.convlayers.golden;

import java.util.List;
import org.convlayers.shape.Extent;
import org.convlayers.weights.Tensor;

/**
 * The gradient that PyTorch's autograd gives in double precision for the first item of a computed case.
 *
 * @param computed the network, its weights and the input
 * @param at the output pixel whose channels are multiplied by {@code seed} and summed
 * @param seed one number for each channel of the output
 * @param gradient of that sum by the input, rounded to single precision
 */
public record GradientCase(ComputedCase computed, Extent at, List<Double> seed, Tensor gradient) {
    @Override
    public String toString() {
        return at + " of " + computed;
    }
}
