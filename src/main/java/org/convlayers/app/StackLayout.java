package org.convlayers.app;

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

    /** The number of items. */
    public int items() {
        int items = rank == Extent.MAX_RANK ? frames : Math.multiplyExact(frames, slices);
        return rank == 1 ? Math.multiplyExact(items, height) : items;
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

    /** The number of planes. */
    public int planes() {
        return Math.multiplyExact(Math.multiplyExact(channels, slices), frames);
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
