package org.convlayers.shape;

import java.util.function.IntFunction;

/**
 * One thing for each of the three spatial axes.
 *
 * @param depth that along D
 * @param height that along H
 * @param width that along W
 */
public record PerAxis<T>(T depth, T height, T width) implements ThreeAxes<T> {
    /** What a function gives for the axes 0, 1 and 2. */
    public static <T> PerAxis<T> of(IntFunction<? extends T> ofAxis) {
        return new PerAxis<>(ofAxis.apply(0), ofAxis.apply(1), ofAxis.apply(2));
    }

    /** These with an axis (0 or 1 for D or H) and W exchanged. */
    public PerAxis<T> exchanged(int axis) {
        return exchanged(axis, PerAxis::new);
    }
}
