package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * A transposed window, which input pixels scatter: output pixel u is computed from the input pixels i with i s - p + a d = u
 * for some a = 0..k-1. There may be none; with dilation there may be holes.
 *
 * @param inputSize n, the number of input pixels
 * @param kernelSize k
 * @param stride s
 * @param dilation d
 * @param padding p, at the begin
 */
record TransposedLaw(int inputSize, int kernelSize, int stride, int dilation, int padding) implements AxisLaw {

    @Override
    public void forEachSource(int target, IntConsumer source) {
        forEachTap(target, (tap, index) -> source.accept(index));
    }

    @Override
    public void forEachTap(int target, PullBack.TapVisitor visitor) {
        for (int tap = 0; tap < kernelSize; tap++) {
            int scattered = target + padding - tap * dilation;
            if (scattered >= 0 && scattered % stride == 0 && scattered / stride < inputSize) {
                visitor.visit(tap, scattered / stride);
            }
        }
    }

    /** {@code [ceil((first + p - K + 1)/s), floor((last + p)/s)]} with K = d(k-1)+1, clipped at the border. */
    @Override
    public AxisRanges reach(int first, int last) {
        Interval reach = virtualReach(new Interval(first, last));
        return reach.isEmpty()
                ? AxisRanges.EMPTY
                : AxisRanges.of((int) Math.max(reach.first(), 0), (int) Math.min(reach.last(), inputSize - 1L));
    }

    @Override
    public boolean mayHaveHoles(int first, int last) {
        return dilation > 1 && kernelSize > 1;
    }

    @Override
    public Interval virtualReach(Interval target) {
        long first = -Math.floorDiv(effectiveKernelSize() - 1 - padding - target.first(), stride);
        long last = Math.floorDiv(target.last() + padding, stride);
        return last < first ? Interval.EMPTY : new Interval(first, last);
    }

    /** Without a stride it is a window like any other; with one the field depends on the phase of the output pixel. */
    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return stride == 1
                ? Optional.of(input.then(effectiveKernelSize(), 1, effectiveKernelSize() - 1 - padding))
                : Optional.empty();
    }

    @Override
    public FieldGrid grid() {
        return new FieldGrid(1.0 / stride, (padding - (effectiveKernelSize() - 1) / 2.0) / stride);
    }

    private int effectiveKernelSize() {
        return dilation * (kernelSize - 1) + 1;
    }
}
