package org.convlayers.receptive;

/**
 * Neighbouring places of an axis that goes on beyond the borders of the image.
 *
 * @param first the first place, also below 0
 * @param last the last place, before the first only in {@link #EMPTY}
 */
record Interval(long first, long last) {
    /** No place. */
    static final Interval EMPTY = new Interval(Long.MAX_VALUE, Long.MIN_VALUE);

    boolean isEmpty() {
        return last < first;
    }

    /** The smallest interval that holds both. */
    Interval hull(Interval other) {
        return new Interval(Math.min(first, other.first), Math.max(last, other.last));
    }
}
