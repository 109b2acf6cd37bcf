package org.convlayers.engine;

import java.util.Arrays;
import org.convlayers.engine.kernel.PackedWeights;

/**
 * The input values that the taps of a convolution look at, as strips: in the strip of tap (channel, kz, ky, kx) each lane
 * holds what that tap of the lane's output pixel sees. So every kind of kernel, stride, dilation and edge comes down to a
 * product of weights and strips.
 *
 * <p>Where a segment of the lanes follows its chunk of the step before, rows that are still there are not read again: their
 * strips only change their place in the table. Mutable: stands at one step of {@link Lanes}. For one thread.
 */
final class TapStrips {
    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final PaddedRows rows;
    private final Lanes lanes;
    private final float[][] strips;
    private final float[][] table;

    /**
     * Makes strips for some taps.
     *
     * @param window the window's axes D, H, W
     * @param rows where values come from
     * @param lanes the pixels
     * @param strips memory: a strip for each tap loaded at a time, then one that is filled with zeros here
     */
    TapStrips(WindowAxis[] window, PaddedRows rows, Lanes lanes, float[][] strips) {
        depth = window[0];
        height = window[1];
        width = window[2];
        this.rows = rows;
        this.lanes = lanes;
        this.strips = strips;
        int taps = strips.length - 1;
        Arrays.fill(strips[taps], 0);
        table = new float[PackedWeights.tableLength(taps)][];
        Arrays.fill(table, strips[taps]);
    }

    /** The strips in the order of the taps, followed by zeros up to the length that the product asks for. */
    float[][] table() {
        return table;
    }

    /**
     * Loads all taps of some channels for a step, which is 0 or follows the step loaded last.
     *
     * @param firstChannel the input channel of the first tap
     */
    void loadStep(int firstChannel, int step) {
        int kept = Math.max(0, height.kernel() - height.revisitTaps());
        for (int row = 0, tap = 0; tap < strips.length - 1; row++) {
            for (int ky = 0; ky < height.kernel(); ky++, tap += width.kernel()) {
                int slot = (int) (((long) step * height.revisitTaps() + ky) % height.kernel());
                int strip = (row * height.kernel() + slot) * width.kernel();
                int channel = firstChannel + row / depth.kernel();
                loadRow(channel, row % depth.kernel(), ky, 0, width.kernel(), strip, ky < kept);
                System.arraycopy(strips, strip, table, tap, width.kernel());
            }
        }
    }

    /**
     * Loads the taps {@code from} to {@code to - 1} for the step at which the lanes stand.
     *
     * @param firstChannel the input channel of tap 0
     */
    void loadPart(int firstChannel, int from, int to) {
        Arrays.fill(table, strips[strips.length - 1]);
        for (int tap = from; tap < to; ) {
            int kx = tap % width.kernel();
            int row = tap / width.kernel();
            int ky = row % height.kernel();
            int kz = row / height.kernel() % depth.kernel();
            int channel = firstChannel + row / height.kernel() / depth.kernel();
            int count = Math.min(width.kernel() - kx, to - tap);
            loadRow(channel, kz, ky, kx, count, tap - from, false);
            System.arraycopy(strips, tap - from, table, tap - from, count);
            tap += count;
        }
    }

    /** Loads {@code count} neighbouring taps of one row of the window; {@code known} segments that follow have it. */
    private void loadRow(int channel, int kz, int ky, int kx, int count, int strip, boolean known) {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int pixels = lanes.width(segment);
            if (pixels == 0 || (known && lanes.follows(segment))) {
                continue;
            }
            rows.read(
                    channel,
                    depth.source(lanes.z(segment), kz),
                    height.source(lanes.y(segment), ky),
                    width.source(lanes.x(segment), kx),
                    width.span(pixels, count));
            for (int i = 0; i < count; i++) {
                int from = rows.start() + i * width.dilation();
                copy(rows.values(), from, width.stride(), strips[strip + i], lanes.lane(segment), pixels);
            }
        }
    }

    private static void copy(float[] from, int at, int stride, float[] to, int lane, int count) {
        if (stride == 1) {
            System.arraycopy(from, at, to, lane, count);
        } else {
            for (int i = 0; i < count; i++) {
                to[lane + i] = from[at + i * stride];
            }
        }
    }
}
