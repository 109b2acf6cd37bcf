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

    @Override
    public void forEachSource(int target, IntConsumer source) {
        forEachTap(target, (tap, index) -> source.accept(index));
    }

    @Override
    public void forEachTap(int target, PullBack.TapVisitor visitor) {
        for (int tap = 0; tap < axis.taps(); tap++) {
            if (axis.weight(target, tap) != 0) {
                visitor.visit(tap, axis.source(target, tap));
            }
        }
    }

    /** Places and the pixels around them grow with u, but for whole places, whose neighbours have the weight 0. */
    @Override
    public AxisRanges reach(int first, int last) {
        int low = Math.min(lowest(first), lowest(Math.min(first + 1, last)));
        int high = Math.max(highest(last), highest(Math.max(last - 1, first)));
        return AxisRanges.of(low, high);
    }

    private int lowest(int target) {
        int tap = 0;
        while (axis.weight(target, tap) == 0) {
            tap++;
        }
        return axis.source(target, tap);
    }

    private int highest(int target) {
        int tap = axis.taps() - 1;
        while (axis.weight(target, tap) == 0) {
            tap--;
        }
        return axis.source(target, tap);
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return first < last && axis.n() > axis.m();
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
