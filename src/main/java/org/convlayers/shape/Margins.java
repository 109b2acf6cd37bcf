package org.convlayers.shape;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A padding in numbers: how many pixels are added before the first and after the last pixel of each axis, or cut off where
 * a number is negative.
 *
 * @param begin pixels before the first, per axis
 * @param end pixels after the last, per axis
 */
public record Margins(Extent begin, Extent end) {
    public Margins {
        if (begin.rank() != end.rank()) {
            throw new IllegalArgumentException("paddings of different rank: " + begin + " and " + end);
        }
    }

    /** The same padding at both ends. */
    public static Margins symmetric(Extent padding) {
        return new Margins(padding, padding);
    }

    /** Whether nothing is cut off. */
    public boolean areAtLeastZero() {
        return begin.isAtLeast(0) && end.isAtLeast(0);
    }

    /** Whether begin and end agree on every axis. */
    public boolean isSymmetric() {
        return begin.equals(end);
    }

    /** {@code 1x2} where begin and end agree, otherwise begin:end pairs, {@code 1:2x0:1}. */
    @Override
    public String toString() {
        if (isSymmetric()) {
            return begin.toString();
        }
        return IntStream.range(0, begin.rank())
                .mapToObj(axis -> begin.get(axis) + ":" + end.get(axis))
                .collect(Collectors.joining("x"));
    }
}
