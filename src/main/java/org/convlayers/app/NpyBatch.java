package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * How a batch of feature maps lies in an array: (C, spatial…), or (N, C, spatial…) with a batch axis.
 *
 * @param items the number of items, N
 * @param hasBatchAxis whether the array has an axis for them; without one there is one item
 * @param item the shape of an item
 */
public record NpyBatch(int items, boolean hasBatchAxis, FeatureShape item) {
    /** Checks the arguments. */
    public NpyBatch {
        if (items < 0 || (!hasBatchAxis && items != 1)) {
            throw new ShapeException("an array without a batch axis holds one item, but got " + items);
        }
    }

    /**
     * The number of spatial axes of the items in an array, for a network that takes any: 1 for (C, W), 3 for (N, C, D, H, W),
     * otherwise 2.
     *
     * @param axes the number of axes of the array
     */
    static int usualRank(int axes) {
        return switch (axes) {
            case 2 -> 1;
            case 5 -> 3;
            default -> 2;
        };
    }

    /**
     * Reads the shape of an array.
     *
     * @param shape the sizes, outermost first
     * @param rank the number of spatial axes that a network slides over
     * @throws ShapeException if the array has neither {@code rank + 1} nor {@code rank + 2} axes, in PyTorch's words
     */
    public static NpyBatch of(List<Integer> shape, int rank) {
        boolean hasBatchAxis = shape.size() == rank + 2;
        if (!hasBatchAxis && shape.size() != rank + 1) {
            throw new ShapeException("Expected " + (rank + 1) + "D (unbatched) or " + (rank + 2)
                    + "D (batched) input to conv" + rank + "d, but got input of size: " + shape);
        }
        int channelAxis = hasBatchAxis ? 1 : 0;
        int[] spatial = shape.subList(channelAxis + 1, shape.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return new NpyBatch(
                hasBatchAxis ? shape.get(0) : 1, hasBatchAxis, FeatureShape.of(shape.get(channelAxis), spatial));
    }

    /** The batch of the results, of another shape. */
    public NpyBatch withItem(FeatureShape newItem) {
        return new NpyBatch(items, hasBatchAxis, newItem);
    }

    /** The sizes of the array, outermost first. */
    public List<Integer> shape() {
        List<Integer> shape = new ArrayList<>(hasBatchAxis ? List.of(items) : List.of());
        shape.add(item.channels());
        IntStream.of(item.spatial().toArray()).forEach(shape::add);
        return List.copyOf(shape);
    }

    /** The index of the first value of a row. */
    long rowIndex(int itemIndex, int channel, int z, int y) {
        int[] size = item.spatial().to3D(1).toArray();
        long plane = ((long) itemIndex * item.channels() + channel) * size[0] + z;
        return (plane * size[1] + y) * size[2];
    }
}
