package org.convlayers.img;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * What the dimensions of an image mean to a network.
 *
 * @param spatial the dimensions a layer slides over, outermost first (Z, Y, X), one to three
 * @param channel the dimension of the feature maps, or {@link #NO_CHANNELS}
 * @param batch the dimensions along which items of the batch lie, the slowest first
 */
public record ImgAxes(List<Integer> spatial, int channel, List<Integer> batch) {
    /** The image is a single feature map. */
    public static final int NO_CHANNELS = -1;

    /** Checks the arguments. */
    public ImgAxes {
        spatial = List.copyOf(spatial);
        batch = List.copyOf(batch);
        if (spatial.isEmpty() || spatial.size() > Extent.MAX_RANK) {
            throw new IllegalArgumentException("one to three spatial axes are needed, but got " + spatial);
        }
    }

    /**
     * The axes of a hyperstack (X, Y, C, Z, T, of which the last may be missing) under a network: C are the feature maps; Z is
     * depth if there are three spatial axes; what is left over are the items of the batch.
     *
     * @param rank the number of spatial axes of the network, 1 to 3
     * @param dimensions the number of dimensions of the image, at least 2, and 4 for three spatial axes
     */
    public static ImgAxes ofHyperstack(int rank, int dimensions) {
        List<Integer> spatial =
                List.of(List.of(0), List.of(1, 0), List.of(3, 1, 0)).get(rank - 1);
        List<Integer> batch = Stream.of(4, 3, 1)
                .filter(dimension -> dimension < dimensions && !spatial.contains(dimension))
                .toList();
        return new ImgAxes(spatial, dimensions > 2 ? 2 : NO_CHANNELS, batch);
    }

    /** The shape of an item of an image of this size. */
    FeatureShape shape(long[] size) {
        int[] extent = spatial.stream().mapToInt(d -> Math.toIntExact(size[d])).toArray();
        return FeatureShape.of(channel == NO_CHANNELS ? 1 : Math.toIntExact(size[channel]), extent)
                .requirePixels();
    }

    /** The number of items in an image of this size. */
    int items(long[] size) {
        return Math.toIntExact(batch.stream().mapToLong(d -> size[d]).reduce(1, Math::multiplyExact));
    }

    /** Where a pixel lies in an image of this size; coordinates of axes that the network does not have are 0. */
    long[] position(long[] size, int item, int channelIndex, int z, int y, int x) {
        long[] position = new long[size.length];
        if (channel != NO_CHANNELS) {
            position[channel] = channelIndex;
        }
        int[] pixel = {z, y, x};
        for (int i = 0; i < spatial.size(); i++) {
            position[spatial.get(i)] = pixel[pixel.length - spatial.size() + i];
        }
        long rest = item;
        for (int i = batch.size() - 1; i >= 0; i--) {
            int dimension = batch.get(i);
            position[dimension] = rest % size[dimension];
            rest /= size[dimension];
        }
        return position;
    }

    /** The extent of part of a plane (Y, X) in an image of so many dimensions. */
    int[] planeExtent(int dimensions, int height, int width) {
        int[] extent = new int[dimensions];
        Arrays.fill(extent, 1);
        extent[spatial.get(spatial.size() - 1)] = width;
        if (spatial.size() > 1) {
            extent[spatial.get(spatial.size() - 2)] = height;
        }
        return extent;
    }
}
