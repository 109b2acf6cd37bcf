package org.convlayers.shape;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;

/**
 * One whole number for each spatial axis, outermost first: (W), (H, W) or (D, H, W).
 *
 * <p>Image sizes, kernel sizes, strides, dilations and paddings are extents. Immutable.
 */
public final class Extent {
    /** The largest number of spatial axes a feature map has. */
    public static final int MAX_RANK = 3;

    private final int[] values;

    private Extent(int[] values) {
        this.values = values;
    }

    /**
     * One number per axis.
     *
     * @param values one number per axis, outermost first
     * @throws IllegalArgumentException if there are more than {@link #MAX_RANK} values
     */
    public static Extent of(int... values) {
        if (values.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "at most " + MAX_RANK + " spatial axes are supported, but got " + values.length);
        }
        return new Extent(values.clone());
    }

    /** The same {@code value} on each of {@code rank} axes. */
    public static Extent filled(int rank, int value) {
        int[] values = new int[rank];
        Arrays.fill(values, value);
        return of(values);
    }

    /**
     * Reads {@code 3}, {@code 3x5} (height x width) or {@code 2x3x3}; a single number stands for every axis.
     *
     * @throws IllegalArgumentException if the text is not whole numbers separated by {@code x}, or has neither one nor
     *     {@code rank} of them
     */
    public static Extent parse(String text, int rank) {
        String[] parts = text.strip().split("x", -1);
        int[] values = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parseNumber(parts[i].strip(), text);
        }
        if (values.length == 1) {
            return filled(rank, values[0]);
        }
        if (values.length != rank) {
            throw new IllegalArgumentException("'" + text + "' has " + values.length + " numbers, but one for each of "
                    + rank + " axes is needed (or one for all)");
        }
        return of(values);
    }

    private static int parseNumber(String number, String text) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a whole number such as 3, or a size such as 3x5", e);
        }
    }

    /** The number of spatial axes. */
    public int rank() {
        return values.length;
    }

    /** The value on one axis; axis 0 is the outermost. */
    public int get(int axis) {
        return values[axis];
    }

    /** The product of all values; 1 for rank 0. */
    public long product() {
        long product = 1;
        for (int value : values) {
            product = Math.multiplyExact(product, value);
        }
        return product;
    }

    /** Whether every value equals {@code value}. */
    public boolean isAll(int value) {
        return Arrays.stream(values).allMatch(v -> v == value);
    }

    /** Whether every value is at least {@code bound}. */
    public boolean isAtLeast(int bound) {
        return Arrays.stream(values).allMatch(v -> v >= bound);
    }

    /**
     * Applies {@code operator} axis by axis.
     *
     * @param operator throws an ArithmeticException where its result does not fit into an int
     * @throws ShapeException if it did; the message names both sizes
     */
    public Extent combine(Extent other, IntBinaryOperator operator) {
        requireSameRank(other);
        int[] result = new int[values.length];
        try {
            for (int i = 0; i < values.length; i++) {
                result[i] = operator.applyAsInt(values[i], other.values[i]);
            }
        } catch (ArithmeticException e) {
            throw new ShapeException("sizes of " + this + " and " + other + " together are more than "
                    + Integer.MAX_VALUE + " pixels on an axis");
        }
        return new Extent(result);
    }

    /** The three-axis form: missing outer axes are filled with {@code filler} (1 for sizes, 0 for paddings). */
    public Extent to3D(int filler) {
        int[] result = new int[MAX_RANK];
        int missing = MAX_RANK - values.length;
        Arrays.fill(result, 0, missing, filler);
        System.arraycopy(values, 0, result, missing, values.length);
        return new Extent(result);
    }

    /** The size with an axis and the innermost one exchanged: (D, W, H) of (D, H, W) for axis 1. */
    public Extent exchanged(int axis) {
        int[] exchanged = toArray();
        exchanged[axis] = values[values.length - 1];
        exchanged[values.length - 1] = values[axis];
        return of(exchanged);
    }

    /** The values, outermost first, in an array of the caller's own. */
    public int[] toArray() {
        return values.clone();
    }

    private void requireSameRank(Extent other) {
        if (other.rank() != rank()) {
            throw new IllegalArgumentException("sizes of different rank: " + this + " and " + other);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extent extent && Arrays.equals(values, extent.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** For example {@code 3x5}. */
    @Override
    public String toString() {
        return join("x");
    }

    /** The values joined by a separator, such as {@code " x "} or {@code ", "}. */
    public String join(String separator) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(separator));
    }
}
