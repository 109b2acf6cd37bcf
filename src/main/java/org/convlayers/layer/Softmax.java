package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
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
        counted(inputs.get(0));
        return inputs.get(0);
    }

    /**
     * The spatial axis that it runs along.
     *
     * @return 0, 1 or 2 for D, H or W; empty for the channels
     * @throws ShapeException if the input has no such dimension, or it is the batch
     */
    public OptionalInt axis(FeatureShape input) {
        int counted = counted(input);
        return counted == CHANNELS
                ? OptionalInt.empty()
                : OptionalInt.of(counted - CHANNELS - 1 + Extent.MAX_RANK - input.rank());
    }

    /** The dimension for a shape, counted from the begin. */
    private int counted(FeatureShape input) {
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
