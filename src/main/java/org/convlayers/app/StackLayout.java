package org.convlayers.app;

import java.util.Arrays;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * How a hyperstack (X, Y, C, Z, T) is a batch of feature maps: C are the feature maps, and each row (1-D), each plane (2-D)
 * or each stack of slices (3-D, Z is depth) is an item. Items are counted as planes are: T runs slowest.
 *
 * @param rank the number of spatial axes of the network, 1 to 3
 * @param width X
 * @param height Y
 * @param channels C
 * @param slices Z
 * @param frames T
 */
public record StackLayout(int rank, int width, int height, int channels, int slices, int frames) {
    /** Checks the arguments. */
    public StackLayout {
        if (rank < 1 || rank > Extent.MAX_RANK) {
            throw new IllegalArgumentException("networks have 1 to 3 spatial axes, but got " + rank);
        }
    }

    /** The shape of an item. */
    public FeatureShape shape() {
        return switch (rank) {
            case 1 -> FeatureShape.of(channels, width);
            case 2 -> FeatureShape.of(channels, height, width);
            default -> FeatureShape.of(channels, slices, height, width);
        };
    }

    /**
     * The number of items.
     *
     * @throws IllegalArgumentException if they are too many to be counted
     */
    public int items() {
        return switch (rank) {
            case 1 -> count("rows", "Y " + height + " x Z " + slices + " x T " + frames, height, slices, frames);
            case 2 -> count("planes", "Z " + slices + " x T " + frames, slices, frames);
            default -> frames;
        };
    }

    /** The layout of a result whose items have this shape. */
    public StackLayout withShape(FeatureShape output) {
        Extent size = output.spatial();
        int newWidth = size.get(size.rank() - 1);
        return switch (rank) {
            case 1 -> new StackLayout(rank, newWidth, height, output.channels(), slices, frames);
            case 2 -> new StackLayout(rank, newWidth, size.get(0), output.channels(), slices, frames);
            default -> new StackLayout(rank, newWidth, size.get(1), output.channels(), size.get(0), frames);
        };
    }

    /**
     * The number of planes.
     *
     * @throws IllegalArgumentException if they are too many to be counted
     */
    public int planes() {
        return count("planes", "C " + channels + " x Z " + slices + " x T " + frames, channels, slices, frames);
    }

    private static int count(String what, String sizes, int... factors) {
        double count = Arrays.stream(factors).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(sizes + " are more than " + Integer.MAX_VALUE + " " + what);
        }
        return (int) count;
    }

    /**
     * Where a plane, or the plane of a row, stands in the hyperstack, of which channels run fastest.
     *
     * @param item which item
     * @param depth which slice of a 3-D item, 0 otherwise
     * @param channel which feature map
     */
    public int plane(int item, int depth, int channel) {
        int stack = switch (rank) {
            case 1 -> item / height;
            case 2 -> item;
            default -> item * slices + depth;
        };
        return channel + channels * stack;
    }

    /** The row of its planes at which an item begins: 0, but for the items of a 1-D network, which are rows. */
    public int firstRow(int item) {
        return rank == 1 ? item % height : 0;
    }
}
