package org.convlayers.weights;

import java.util.List;

/**
 * Numbers in row-major order with a shape; the currency of weight files and initialisers.
 *
 * <p>The array is not copied: whoever makes a tensor hands the array over, and whoever reads {@link #data()} must not
 * change it.
 */
public final class Tensor {
    private final float[] data;
    private final List<Integer> shape;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the shape does not have as many elements as there are data
     */
    public Tensor(float[] data, List<Integer> shape) {
        this.data = data;
        this.shape = List.copyOf(shape);
        long elements = this.shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (elements != data.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + elements + " elements, but got " + data.length);
        }
    }

    /** The numbers, the last axis fastest; not a copy. */
    public float[] data() {
        return data;
    }

    /** The sizes, outermost first; prints as in PyTorch, {@code [4, 3, 3, 3]}. */
    public List<Integer> shape() {
        return shape;
    }

    /** The number of axes. */
    public int rank() {
        return shape.size();
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
