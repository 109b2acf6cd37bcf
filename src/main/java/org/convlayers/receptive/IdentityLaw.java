package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/** Each output pixel is computed from the input pixel in the same place. */
record IdentityLaw() implements AxisLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        source.accept(target);
    }

    @Override
    public AxisRanges reach(int first, int last) {
        return AxisRanges.of(first, last);
    }

    @Override
    public AxisRanges reach(AxisRanges targets) {
        return targets;
    }

    @Override
    public AxisRanges sources(AxisRanges targets) {
        return targets;
    }

    @Override
    public AxisRanges targets(AxisRanges sources, int outputSize) {
        return sources;
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return false;
    }

    @Override
    public Interval virtualReach(Interval target) {
        return target;
    }

    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(input);
    }

    @Override
    public FieldGrid grid() {
        return FieldGrid.IDENTITY;
    }
}
