package org.convlayers.engine.layer;

import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.PerAxis;
import org.convlayers.shape.Window;

/**
 * A sliding window along one axis: output pixel u looks at the input pixels u s - p + a d, a = 0..k-1.
 *
 * @param kernel k
 * @param stride s
 * @param dilation d
 * @param padding p, at the begin
 */
public record WindowAxis(int kernel, int stride, int dilation, int padding) {
    /**
     * The three axes (D, H, W) of a window.
     *
     * @param window a window of any rank
     * @param input the size of what it slides over
     */
    public static PerAxis<WindowAxis> of(Window window, Extent input) {
        Window window3D = window.to3D(input);
        Margins margins = window3D.margins(input.to3D(1));
        return PerAxis.of(axis -> new WindowAxis(
                window3D.kernelSize().get(axis),
                window3D.stride().get(axis),
                window3D.dilation().get(axis),
                margins.begin().get(axis)));
    }

    /** The input pixel that tap {@code tap} of output pixel {@code output} looks at; it may lie outside the input. */
    public int source(int output, int tap) {
        return output * stride - padding + tap * dilation;
    }

    /** How many input pixels a run of {@code outputs} output pixels looks at with {@code taps} neighbouring taps. */
    public int span(int outputs, int taps) {
        return (outputs - 1) * stride + (taps - 1) * dilation + 1;
    }

    /**
     * What a run of output pixels looks at.
     *
     * @param outputs the output pixels
     * @param size the number of input pixels
     * @param edges what lies beyond them
     * @return the input pixels, and those between taps
     */
    public AxisRanges reach(AxisRanges.Range outputs, int size, EdgeMode edges) {
        return edges.fold(source(outputs.first(), 0), source(outputs.last(), kernel - 1), size);
    }

    /**
     * What a run of output pixels of the transposed layer looks at, whose input pixel i scatters to the output pixels i s - p + a
     * d.
     *
     * @param outputs the output pixels
     * @param size the number of input pixels
     * @return the input pixels, and those between; none where only padding is seen
     */
    public AxisRanges transposedReach(AxisRanges.Range outputs, int size) {
        int first = -Math.floorDiv((kernel - 1) * dilation - outputs.first() - padding, stride);
        return EdgeMode.ZEROS.fold(first, Math.floorDiv(outputs.last() + padding, stride), size);
    }

    /**
     * After how many output pixels the taps stand on input pixels of before again, one tap or several further: d/gcd(s, d).
     */
    public int revisit() {
        return dilation / gcd(stride, dilation);
    }

    /** By how many taps they have then moved: s/gcd(s, d). */
    public int revisitTaps() {
        return stride / gcd(stride, dilation);
    }

    /**
     * How many phases the taps fall into: taps of one phase look at the same input pixels, some output pixels apart. Phase i
     * begins with tap i.
     */
    public int phases() {
        return Math.min(kernel, revisitTaps());
    }

    /** The phase of a tap. */
    public int phase(int tap) {
        return tap % revisitTaps();
    }

    /** The last tap of a phase. */
    public int lastOf(int phase) {
        return phase + (kernel - 1 - phase) / revisitTaps() * revisitTaps();
    }

    /** How many output pixels a tap is ahead of the first tap of its phase: that one will see there what this one sees here. */
    public int shift(int tap) {
        return tap / revisitTaps() * revisit();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
