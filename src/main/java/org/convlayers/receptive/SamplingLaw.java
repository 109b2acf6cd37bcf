package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.layer.SamplingAxis;
import org.convlayers.shape.AxisRanges;

/**
 * Interpolation: output pixel u is computed from the pixels around its place in the input; those whose weight is 0 are left
 * out.
 *
 * @param axis which they are
 */
record SamplingLaw(SamplingAxis axis) implements AxisLaw {

    /** A pixel that several taps meet counts once. */
    @Override
    public void forEachSource(int target, IntConsumer source) {
        int[] last = {-1};
        forEachTap(target, (tap, index) -> {
            if (index != last[0]) {
                source.accept(index);
            }
            last[0] = index;
        });
    }

    @Override
    public void forEachTap(int target, PullBack.TapVisitor visitor) {
        for (int tap = 0; tap < axis.taps(); tap++) {
            if (axis.weight(target, tap) != 0) {
                visitor.visit(tap, axis.source(target, tap));
            }
        }
    }

    /** Places and the pixels around them grow with u; those of weight 0 are read as well. */
    @Override
    public AxisRanges reach(int first, int last) {
        return axis.reach(new AxisRanges.Range(first, last));
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return axis.weight(first, 0) == 0
                || axis.weight(last, axis.taps() - 1) == 0
                || (first < last && axis.n() > axis.m());
    }

    @Override
    public Interval virtualReach(Interval target) {
        long low = Math.min(axis.firstPlace(target.first()), axis.firstPlace(next(target.first(), 1, target.last())));
        long high = Math.max(axis.lastPlace(target.last()), axis.lastPlace(next(target.last(), -1, target.first())));
        return new Interval(low, high);
    }

    private static long next(long target, int step, long end) {
        return target == end ? target : target + step;
    }

    /** Only a copy has the same field everywhere: otherwise it depends on the phase of the output pixel. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return axis.isCopy() ? Optional.of(input) : Optional.empty();
    }

    @Override
    public FieldGrid grid() {
        return new FieldGrid(axis.meanStep(), axis.meanStart());
    }
}
