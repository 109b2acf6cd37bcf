package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Output pixel u shows input pixel start + u step, all of which lie inside the input.
 *
 * @param start the pixel behind output pixel 0
 * @param step from one pixel to the next; negative if the axis is reversed
 */
record LineLaw(int start, int step) implements AxisLaw {
    @Override
    public void forEachSource(int target, IntConsumer source) {
        source.accept(start + target * step);
    }

    @Override
    public AxisRanges reach(int first, int last) {
        int a = start + first * step;
        int b = start + last * step;
        return AxisRanges.of(Math.min(a, b), Math.max(a, b));
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return first != last && Math.abs(step) > 1;
    }

    @Override
    public Interval virtualReach(Interval target) {
        long a = start + target.first() * step;
        long b = start + target.last() * step;
        return new Interval(Math.min(a, b), Math.max(a, b));
    }

    /** The field moves {@code step} times as far: {@code P -= start j; j *= step}. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(input.then(1, step, -start));
    }

    @Override
    public FieldGrid grid() {
        return new FieldGrid(step, start);
    }
}
