package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/** No output pixel is computed from any input pixel. */
record NothingLaw() implements AxisLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        // there is none
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(0, -1);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    @Override
    public Interval virtualReach(Interval target) {
        return Interval.EMPTY;
    }

    /** A field of no pixel, which does not move. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(new FieldFormula.Axis(0, 0, 0));
    }

    @Override
    public FieldGrid grid() {
        return new FieldGrid(0, 0);
    }
}
