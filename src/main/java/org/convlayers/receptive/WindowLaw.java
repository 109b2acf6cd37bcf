package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
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

    /** {@code [s first - p, s last - p + K - 1]} with K = d(k-1)+1, clipped or folded at the border. */
    @Override
    public AxisRanges sources(int first, int last) {
        int low = stride * first - padding;
        int high = stride * last - padding + dilation * (kernelSize - 1);
        AxisRanges inside = AxisRanges.of(Math.max(low, 0), Math.min(high, inputSize - 1));
        if (!edges.folds() || (low >= 0 && high < inputSize)) {
            return inside;
        }
        List<AxisRanges.Range> ranges = new ArrayList<>(inside.ranges());
        if (low < 0) {
            ranges.add(folded(low, Math.min(high, -1)));
        }
        if (high >= inputSize) {
            ranges.add(folded(Math.max(low, inputSize), high));
        }
        return AxisRanges.union(ranges);
    }

    /** Beyond one border every edge mode folds monotonically, so that the ends of a range give the ends of its image. */
    private AxisRanges.Range folded(int first, int last) {
        int a = edges.fold(first, inputSize);
        int b = edges.fold(last, inputSize);
        return new AxisRanges.Range(Math.min(a, b), Math.max(a, b));
    }
}
