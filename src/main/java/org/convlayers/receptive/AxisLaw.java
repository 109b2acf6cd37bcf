package org.convlayers.receptive;

import java.util.Optional;

/** The law of a spatial axis, whose indices are pixels: what lies where, too. */
interface AxisLaw extends IndexLaw {
    /**
     * As {@link #forEachSource}, with the number of each tap: those that meet a constant are counted too.
     *
     * @param target a pixel of the output
     * @param visitor takes the taps that meet pixels inside the input
     */
    default void forEachTap(int target, PullBack.TapVisitor visitor) {
        int[] tap = {0};
        forEachSource(target, source -> visitor.visit(tap[0]++, source));
    }

    /**
     * The interval behind an interval of the output as if the input had no border: neither clipped nor folded; {@link
     * Interval#EMPTY} if there is nothing behind it.
     */
    Interval virtualReach(Interval target);

    /** The formula of the layer's output, given the one of its input; empty if the field depends on the output pixel. */
    Optional<FieldFormula.Axis> formula(FieldFormula.Axis input);

    /** How the layer's output pixels lie on its input. */
    FieldGrid grid();
}
