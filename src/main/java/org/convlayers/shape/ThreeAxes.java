package org.convlayers.shape;

import java.util.List;

/**
 * What has something on each of the three spatial axes (D, H, W) that every map has in the engine; maps of lower rank are one
 * pixel long on the outer ones.
 *
 * @param <T> what is on each
 */
public interface ThreeAxes<T> {
    /** What is along D. */
    T depth();

    /** What is along H. */
    T height();

    /** What is along W. */
    T width();

    /**
     * What is along one of the axes.
     *
     * @param axis 0, 1 or 2 for D, H or W
     * @throws IllegalArgumentException if there is no such axis
     */
    default T axis(int axis) {
        return switch (axis) {
            case 0 -> depth();
            case 1 -> height();
            case 2 -> width();
            default -> throw new IllegalArgumentException("there are the axes 0 to 2, but got " + axis);
        };
    }

    /** What is along D, H and W. */
    default List<T> toList() {
        return List.of(depth(), height(), width());
    }

    /**
     * The same with an axis and W exchanged.
     *
     * @param axis 0 or 1 for D or H
     * @param maker puts together what is then along the three axes
     * @throws IllegalArgumentException if there is no such axis
     */
    default <R> R exchanged(int axis, Maker<? super T, ? extends R> maker) {
        return switch (axis) {
            case 0 -> maker.of(/* depth= */ width(), height(), /* width= */ depth());
            case 1 -> maker.of(depth(), /* height= */ width(), /* width= */ height());
            default -> throw new IllegalArgumentException("the axes 0 and 1 can be exchanged with W, but got " + axis);
        };
    }

    /** Puts together what is along the three axes; mostly a constructor. */
    @FunctionalInterface
    interface Maker<T, R> {
        /** Of what is along D, H and W. */
        R of(T depth, T height, T width);
    }
}
