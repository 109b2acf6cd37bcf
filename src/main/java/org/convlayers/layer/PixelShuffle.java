package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Makes space from channels: y[c, h r + i, w r + j] = x[c r^2 + i r + j, h, w]. Source: torch.nn.PixelShuffle; Shi et al.,
 * arXiv:1609.05158.
 *
 * @param upscaleFactor r
 */
public record PixelShuffle(int upscaleFactor) implements Layer {
    /**
     * Checks the argument.
     *
     * @throws ShapeException if the factor is below 1 or its square too large for a number of channels
     */
    public PixelShuffle {
        if (upscaleFactor < 1 || upscaleFactor > PixelUnshuffle.MAX_FACTOR) {
            throw new ShapeException("pixel_shuffle expects a positive upscale_factor (up to "
                    + PixelUnshuffle.MAX_FACTOR + "), but got " + upscaleFactor);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        if (input.rank() != 2) {
            throw new ShapeException(
                    "pixel_shuffle expects input with 2 spatial axes, but got input with " + input.rank());
        }
        int square = upscaleFactor * upscaleFactor;
        if (input.channels() % square != 0) {
            throw new ShapeException(
                    "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square"
                            + " of upscale_factor, but input.size(-3)=" + input.channels() + " is not divisible by "
                            + square);
        }
        Extent factor = Extent.filled(2, upscaleFactor);
        return new FeatureShape(input.channels() / square, input.spatial().combine(factor, Math::multiplyExact));
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(2);
    }
}
