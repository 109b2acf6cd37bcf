package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/** Each output pixel is computed from the only pixel of the input. */
record BroadcastLaw() implements AxisLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        source.accept(0);
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(0, 0);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    @Override
    public Interval virtualReach(Interval target) {
        return new Interval(0, 0);
    }

    /** The field of that pixel; it does not move. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(input.then(1, 0, 0));
    }

    /** Every output pixel lies at the only input pixel. */
    @Override
    public FieldGrid grid() {
        return new FieldGrid(0, 0);
    }
}
