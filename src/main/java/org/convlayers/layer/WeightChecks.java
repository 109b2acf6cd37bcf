package org.convlayers.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** What convolutions and their transposes check alike, in PyTorch's words. */
final class WeightChecks {
    /** The longest array that every Java machine gives. */
    private static final int MAX_WEIGHTS = Integer.MAX_VALUE - 8;

    private WeightChecks() {}

    /**
     * Checks the channels.
     *
     * @throws ShapeException if a count is below 1, or groups do not divide the channels
     */
    static void requireChannels(int inChannels, int outChannels, int groups) {
        if (groups < 1) {
            throw new ShapeException("groups must be a positive integer, but got " + groups);
        }
        if (inChannels < 1 || outChannels < 1) {
            throw new ShapeException(
                    "in_channels and out_channels must be at least 1, but got " + inChannels + " and " + outChannels);
        }
        if (inChannels % groups != 0) {
            throw new ShapeException("in_channels must be divisible by groups, but got in_channels=" + inChannels
                    + ", groups=" + groups);
        }
        if (outChannels % groups != 0) {
            throw new ShapeException("out_channels must be divisible by groups, but got out_channels=" + outChannels
                    + ", groups=" + groups);
        }
    }

    /** Checks that there are no more weights than an array holds. */
    static void requireSupported(List<Integer> weightShape) {
        if (weightShape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > MAX_WEIGHTS) {
            throw new ShapeException("a weight of size " + weightShape + " has more than the " + MAX_WEIGHTS
                    + " values that are supported");
        }
    }

    /**
     * The number of multiply-accumulates.
     *
     * @param values the maps whose values take part in so many each
     * @param each at most the number of weights
     * @throws ShapeException if a long does not count them
     */
    static long macs(FeatureShape values, long each) {
        if (values.elements() > Long.MAX_VALUE / each) {
            throw new ShapeException(
                    each + " multiply-accumulates for each of " + values + " values are more than can be counted");
        }
        return values.elements() * each;
    }

    /**
     * Checks the number of spatial axes.
     *
     * @param operation PyTorch's name of it without the rank, such as {@code conv}
     */
    static void requireRank(String operation, int rank, FeatureShape input) {
        if (input.rank() != rank) {
            List<Integer> size = Stream.concat(Stream.of(input.channels()), sizes(input.spatial()))
                    .toList();
            throw new ShapeException("Expected " + (rank + 1) + "D (unbatched) or " + (rank + 2)
                    + "D (batched) input to " + operation + rank + "d, but got input of size: " + size);
        }
    }

    /** Checks that there are pixels to look at. */
    static void requirePixels(FeatureShape input) {
        if (input.isEmpty()) {
            throw new ShapeException(
                    "Only zero batch or zero channel inputs are supported, but got input shape: " + batched(input));
        }
    }

    /** The shape of a batch of one item: [1, C, sizes...]. */
    static List<Integer> batched(FeatureShape input) {
        return withKernel(1, input.channels(), input.spatial());
    }

    /** The shape of a weight: two counts of channels, then the sizes of the kernel. */
    static List<Integer> withKernel(int first, int second, Extent kernelSize) {
        return Stream.concat(Stream.of(first, second), sizes(kernelSize)).toList();
    }

    private static Stream<Integer> sizes(Extent extent) {
        return Arrays.stream(extent.toArray()).boxed();
    }
}
