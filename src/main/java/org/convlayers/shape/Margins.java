package org.convlayers.shape;

/**
 * A padding in numbers: how many pixels are added before the first and after the last pixel of each axis.
 *
 * @param begin pixels before the first, per axis
 * @param end pixels after the last, per axis
 */
public record Margins(Extent begin, Extent end) {
    public Margins {
        if (begin.rank() != end.rank()) {
            throw new IllegalArgumentException("paddings of different rank: " + begin + " and " + end);
        }
        if (!begin.isAtLeast(0) || !end.isAtLeast(0)) {
            throw new IllegalArgumentException("negative padding is not supported, but got " + begin + " and " + end);
        }
    }

    /** The same padding at both ends. */
    public static Margins symmetric(Extent padding) {
        return new Margins(padding, padding);
    }

    /** Whether begin and end agree on every axis. */
    public boolean isSymmetric() {
        return begin.equals(end);
    }
}
