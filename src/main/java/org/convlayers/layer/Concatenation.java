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
        for (FeatureShape input : inputs) {
            if (!input.spatial().equals(spatial)) {
                throw new ShapeException("Sizes of tensors must match except in dimension 1. Expected size " + spatial
                        + " but got size " + input.spatial());
            }
            channels = Math.addExact(channels, input.channels());
        }
        return new FeatureShape(channels, spatial);
    }

    @Override
    public boolean isJoin() {
        return true;
    }
}
