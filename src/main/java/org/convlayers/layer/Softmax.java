package org.convlayers.layer;

import java.util.List;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * e^x / sum e^x over the channels of each pixel, or along a spatial axis; or its logarithm. Source: torch.nn.Softmax,
 * LogSoftmax, Softmax2d.
 *
 * @param dimension PyTorch's dim, which counts the batch as 0 and the channels as 1; negative from the end
 * @param logarithm whether the logarithm is taken
 */
public record Softmax(int dimension, boolean logarithm) implements Layer {
    /** The dimension of the channels. */
    public static final int CHANNELS = 1;

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        dimension(inputs.get(0));
        return inputs.get(0);
    }

    /**
     * The dimension for a shape, counted from the begin: {@link #CHANNELS}, or 2 and more for the spatial axes.
     *
     * @throws ShapeException if there is no such dimension, or it is the batch
     */
    public int dimension(FeatureShape input) {
        int dimensions = input.rank() + 2;
        if (dimension < -dimensions || dimension >= dimensions) {
            throw new ShapeException("Dimension out of range (expected to be in range of [" + -dimensions + ", "
                    + (dimensions - 1) + "], but got " + dimension + ")");
        }
        int counted = Math.floorMod(dimension, dimensions);
        if (counted == 0) {
            throw new ShapeException("softmax over the batch is not supported, as items are computed apart: dim="
                    + dimension + " is the batch, dim=1 the channels");
        }
        return counted;
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }
}
