package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.shape.Extent;

/**
 * An array that a model is applied to.
 *
 * @param shape the shape of the whole array; its batch axis may be left out where the model takes a batch of 1 or of any size
 * @param isTurned whether each item is taken with its channels first, though the array has them last
 * @param givesImages whether outputs are put on the image, as those of images are; otherwise they stay the arrays that the
 *     model gives
 */
public record ArrayInput(List<Integer> shape, boolean isTurned, boolean givesImages) {
    public ArrayInput {
        shape = List.copyOf(shape);
    }

    /** An array that is taken as it is and gives arrays. */
    public static ArrayInput of(List<Integer> shape) {
        return new ArrayInput(shape, false, false);
    }

    /** The sizes of its spatial axes. */
    public Extent spatial(int rank) {
        int first = firstSpatial(rank);
        return Extent.of(shape.subList(first, first + rank).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** An array with other sizes of its spatial axes, used in the same way. */
    public ArrayInput withSpatial(Extent sizes) {
        List<Integer> changed = new ArrayList<>(shape);
        for (int axis = 0; axis < sizes.rank(); axis++) {
            changed.set(firstSpatial(sizes.rank()) + axis, sizes.get(axis));
        }
        return withShape(changed);
    }

    private int firstSpatial(int rank) {
        return shape.size() - rank - (isTurned ? 1 : 0);
    }

    /** The same array, whose outputs are put on the image. */
    public ArrayInput givingImages() {
        return new ArrayInput(shape, isTurned, true);
    }

    /** An array of another shape, used in the same way. */
    ArrayInput withShape(List<Integer> other) {
        return new ArrayInput(other, isTurned, givesImages);
    }

    /** With a batch of one before the axes. */
    ArrayInput withBatch() {
        List<Integer> sizes = new ArrayList<>(List.of(1));
        sizes.addAll(shape);
        return withShape(sizes);
    }
}
