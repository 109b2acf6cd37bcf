package org.convlayers.receptive;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.EdgeMode;

/**
 * A sliding window: output pixel u is computed from the input pixels u s - p + a d, a = 0..k-1. What reaches beyond the
 * border is dropped, or folded back if the edge mode says so.
 *
 * @param inputSize n, the number of input pixels
 * @param kernelSize k
 * @param stride s
 * @param dilation d
 * @param padding p, at the begin
 * @param edges what lies beyond the border
 */
record WindowLaw(int inputSize, int kernelSize, int stride, int dilation, int padding, EdgeMode edges)
        implements AxisLaw {

    @Override
    public void forEachSource(int target, IntConsumer source) {
        forEachTap(target, (tap, index) -> source.accept(index));
    }

    @Override
    public void forEachTap(int target, PullBack.TapVisitor visitor) {
        for (int tap = 0; tap < kernelSize; tap++) {
            int index = edges.fold(stride * target - padding + tap * dilation, inputSize);
            if (index != EdgeMode.OUTSIDE) {
                visitor.visit(tap, index);
            }
        }
    }

    /** {@code [s first - p, s last - p + K - 1]} with K = d(k-1)+1, clipped or folded at the border. */
    @Override
    public AxisRanges reach(int first, int last) {
        int low = stride * first - padding;
        int high = stride * last - padding + effectiveKernelSize() - 1;
        return edges.fold(low, high, inputSize);
    }

    /** One tap after another leaves no hole if the windows of the range fill what lies between its taps. */
    @Override
    public boolean mayHaveHoles(int first, int last) {
        boolean tapsTouch = dilation == 1 || kernelSize == 1 || (stride == 1 && last - first + 1 >= dilation);
        boolean windowsTouch = first == last || stride <= effectiveKernelSize();
        return !(tapsTouch && windowsTouch);
    }

    @Override
    public Interval virtualReach(Interval target) {
        return new Interval(
                Math.multiplyExact(stride, target.first()) - padding,
                Math.multiplyExact(stride, target.last()) - padding + effectiveKernelSize() - 1);
    }

    @Override
    public Optional<FieldFormula.Axis> formula(FieldFormula.Axis input) {
        return Optional.of(input.then(effectiveKernelSize(), stride, padding));
    }

    @Override
    public FieldGrid grid() {
        return new FieldGrid(stride, (effectiveKernelSize() - 1) / 2.0 - padding);
    }

    private int effectiveKernelSize() {
        return dilation * (kernelSize - 1) + 1;
    }
}
