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
     * The numbers of spatial axes that the items in an array may have, the usual one first: (C, W); (C, H, W) or (N, C, W);
     * (N, C, H, W) or (C, D, H, W); (N, C, D, H, W).
     *
     * @param axes the number of axes of the array
     */
    static List<Integer> usualRanks(int axes) {
        return switch (axes) {
            case 2 -> List.of(1);
            case 3 -> List.of(2, 1);
            case 4 -> List.of(2, 3);
            case 5 -> List.of(3);
            default -> List.of(2);
        };
    }

    /**
     * Reads the shape of an array.
     *
     * @param shape the sizes, outermost first
     * @param rank the number of spatial axes that a network slides over
     * @throws ShapeException if the array has neither {@code rank + 1} nor {@code rank + 2} axes, nearly in PyTorch's words
     */
    public static NpyBatch of(List<Integer> shape, int rank) {
        boolean hasBatchAxis = shape.size() == rank + 2;
        if (!hasBatchAxis && shape.size() != rank + 1) {
            throw new ShapeException("Expected " + (rank + 1) + "D (unbatched) or " + (rank + 2)
                    + "D (batched) input for " + rank + " spatial ax" + (rank == 1 ? "is" : "es")
                    + ", but got input of size: " + shape);
        }
        int channelAxis = hasBatchAxis ? 1 : 0;
        int[] spatial = shape.subList(channelAxis + 1, shape.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return new NpyBatch(
                hasBatchAxis ? shape.get(0) : 1,
                hasBatchAxis,
                FeatureShape.of(shape.get(channelAxis), spatial).requirePixels());
    }

    /** The batch of the results, of another shape. */
    public NpyBatch withItem(FeatureShape newItem) {
        return new NpyBatch(items, hasBatchAxis, newItem);
    }

    /** The sizes of the array, outermost first. */
    public List<Integer> shape() {
        List<Integer> sizes = new ArrayList<>(List.of(item.channels()));
        IntStream.of(item.spatial().toArray()).forEach(sizes::add);
        return shapeOf(sizes);
    }

    /** The sizes of an array of as many items of other sizes, of which some may be 0. */
    List<Integer> shapeOf(List<Integer> itemSizes) {
        List<Integer> shape = new ArrayList<>(hasBatchAxis ? List.of(items) : List.of());
        shape.addAll(itemSizes);
        return List.copyOf(shape);
    }

    /** The index of the first value of a row. */
    long rowIndex(int itemIndex, int channel, int z, int y) {
        int[] size = item.spatial().to3D(1).toArray();
        long plane = ((long) itemIndex * item.channels() + channel) * size[0] + z;
        return (plane * size[1] + y) * size[2];
    }
}
