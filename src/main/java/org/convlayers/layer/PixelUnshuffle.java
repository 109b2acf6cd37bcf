package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Makes channels from space, the inverse of {@link PixelShuffle}: y[c r^2 + i r + j, h, w] = x[c, h r + i, w r + j]. Source:
 * torch.nn.PixelUnshuffle.
 *
 * @param downscaleFactor r
 */
public record PixelUnshuffle(int downscaleFactor) implements Layer {
    /** The largest factor whose square is a number of channels. */
    static final int MAX_FACTOR = 46340;

    /**
     * Checks the argument.
     *
     * @throws ShapeException if the factor is below 1 or its square too large for a number of channels
     */
    public PixelUnshuffle {
        if (downscaleFactor < 1 || downscaleFactor > MAX_FACTOR) {
            throw new ShapeException("pixel_unshuffle expects a positive downscale_factor (up to " + MAX_FACTOR
                    + "), but got " + downscaleFactor);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        if (input.rank() != 2) {
            throw new ShapeException(
                    "pixel_unshuffle expects input with 2 spatial axes, but got input with " + input.rank());
        }
        requireDivisible("height", -2, input.spatial().get(0));
        requireDivisible("width", -1, input.spatial().get(1));
        if (input.isEmpty()) {
            return input; // PyTorch hands on what is empty
        }
        return new FeatureShape(
                outChannels(input.channels()),
                input.spatial().combine(Extent.filled(2, downscaleFactor), (size, factor) -> size / factor));
    }

    private void requireDivisible(String axis, int dimension, int size) {
        if (size % downscaleFactor != 0) {
            throw new ShapeException("pixel_unshuffle expects " + axis
                    + " to be divisible by downscale_factor, but input.size(" + dimension + ")=" + size
                    + " is not divisible by " + downscaleFactor);
        }
    }

    private int outChannels(int channels) {
        long outChannels = (long) channels * downscaleFactor * downscaleFactor;
        if (outChannels > Integer.MAX_VALUE) {
            throw new ShapeException("pixel_unshuffle of " + channels + " channels by " + downscaleFactor + " gives "
                    + outChannels + " channels, but at most " + Integer.MAX_VALUE + " are supported");
        }
        return (int) outChannels;
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(2);
    }
}
