package org.convlayers.golden;

import org.convlayers.weights.Tensor;

/**
 * A pointwise activation over ordinary and awkward numbers: signed zeros, subnormals, infinities, NaN.
 *
 * @param name unique in the family
 * @param text the activation in the layer language
 * @param input one row of numbers, (1, 1, W)
 * @param output what PyTorch computes of each in double precision
 * @param float32Error the largest error of PyTorch itself in single precision, divided by max(|output|, 1)
 */
public record ActivationCase(String name, String text, Tensor input, Tensor output, double float32Error) {
    @Override
    public String toString() {
        return text;
    }
}
