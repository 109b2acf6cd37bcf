package org.convlayers.shape;

import java.util.Arrays;
import java.util.Objects;

/**
 * The shape of one item of a batch of feature maps: channels and spatial sizes. It may be empty, as tensors in PyTorch: images
 * are not, but a layer can leave no pixel.
 *
 * @param channels the number of feature maps, at least 1
 * @param spatial the size of each map in pixels, outermost axis first, each at least 0
 */
public record FeatureShape(int channels, Extent spatial) {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if there is no channel, a size is negative, or there are more values than a long counts
     */
    public FeatureShape {
        Objects.requireNonNull(spatial);
        if (channels < 1 || !spatial.isAtLeast(0)) {
            throw new ShapeException("feature maps need at least one channel and no negative size, but got " + channels
                    + " channels of " + spatial);
        }
        double values = Arrays.stream(spatial.toArray()).asDoubleStream().reduce(channels, (a, b) -> a * b);
        if (values >= Long.MAX_VALUE) {
            throw new ShapeException(
                    channels + " channels of " + spatial + " pixels are more values than can be counted");
        }
    }

    /** Channels, then spatial sizes, outermost first. */
    public static FeatureShape of(int channels, int... spatial) {
        return new FeatureShape(channels, Extent.of(spatial));
    }

    /** Whether there is no pixel. */
    public boolean isEmpty() {
        return !spatial.isAtLeast(1);
    }

    /**
     * This shape, of feature maps that have pixels.
     *
     * @throws ShapeException if it is empty
     */
    public FeatureShape requirePixels() {
        if (isEmpty()) {
            throw new ShapeException("feature maps need at least one pixel on each axis, but got " + this);
        }
        return this;
    }

    /** The number of spatial axes. */
    public int rank() {
        return spatial.rank();
    }

    /** The number of values: channels times pixels. */
    public long elements() {
        return channels * spatial.product();
    }

    /** For example {@code 3x512x512}. */
    @Override
    public String toString() {
        return rank() == 0 ? Integer.toString(channels) : channels + "x" + spatial;
    }
}
