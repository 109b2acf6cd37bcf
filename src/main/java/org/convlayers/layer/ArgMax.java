package org.convlayers.layer;

import java.util.List;
import org.convlayers.shape.FeatureShape;

/**
 * The channel of the largest value of each pixel, counted from 0; of equal ones the first, and what is not a number counts as
 * larger than all numbers. So a network's scores become labels. Source: torch.argmax(x, 1, keepdim=True).
 */
public record ArgMax() implements Layer {
    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        return new FeatureShape(1, inputs.get(0).spatial());
    }

    /**
     * Whether a value takes the place of the largest one before it.
     *
     * @param value a value
     * @param largest the largest one of the channels before
     */
    public static boolean isLarger(double value, double largest) {
        return value > largest || (Double.isNaN(value) && !Double.isNaN(largest));
    }
}
