package org.convlayers.golden;

import java.util.List;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/**
 * A network and what some of its output pixels see.
 *
 * @param name unique in the family
 * @param text the network in the layer language
 * @param input the shape of its input
 * @param output the shape of its output
 * @param views first and last pixel, a corner, the centre, others
 */
public record ReceptiveCase(String name, String text, FeatureShape input, FeatureShape output, List<View> views) {
    /**
     * What one pixel of the output sees in all its channels.
     *
     * @param at the place of the pixel, outermost axis first
     * @param mask of the input's spatial shape; 1 where the gradient of the pixel is not zero in some channel, else 0
     */
    public record View(Extent at, Tensor mask) {}

    @Override
    public String toString() {
        return name + ": " + text;
    }
}
