package org.convlayers.shape;

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
}
