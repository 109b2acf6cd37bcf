package org.convlayers.layer;

import java.util.List;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** Joins branches by putting their feature maps one after the other (torch.cat along the channels). */
public record Concatenation() implements Layer {
    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        Extent spatial = inputs.get(0).spatial();
        int channels = 0;
        for (int i = 0; i < inputs.size(); i++) {
            FeatureShape input = inputs.get(i);
            requireSize(spatial, input.spatial(), i);
            channels = Math.addExact(channels, input.channels());
        }
        return new FeatureShape(channels, spatial);
    }

    private static void requireSize(Extent expected, Extent size, int number) {
        if (size.rank() != expected.rank()) {
            throw new ShapeException("Tensors must have same number of dimensions: got " + (expected.rank() + 2)
                    + " and " + (size.rank() + 2));
        }
        for (int axis = 0; axis < size.rank(); axis++) {
            if (size.get(axis) != expected.get(axis)) {
                throw new ShapeException("Sizes of tensors must match except in dimension 1. Expected size "
                        + expected.get(axis) + " but got size " + size.get(axis) + " for tensor number " + number
                        + " in the list");
            }
        }
    }

    @Override
    public boolean isJoin() {
        return true;
    }
}
