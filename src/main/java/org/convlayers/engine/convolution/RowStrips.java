package org.convlayers.engine.convolution;

import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.StridedCopy;

/**
 * Lays out rows of a window's input in strips, one for each tap along the row: in the strip of tap kx each lane holds what
 * that tap of the lane's output pixel sees.
 *
 * <p>Shifts are made by copying because the JIT of Java 17 vectorises loops only over arrays indexed alike. For one thread.
 */
final class RowStrips {
    private final WindowAxis depth;
    private final WindowAxis height;
    private final WindowAxis width;
    private final PaddedRows input;
    private final Lanes lanes;
    private final int revisit;
    private final int revisitTaps;
    private final int[] sources;
    private final boolean[] wanted;
    private final boolean isSeamed;
    private final Seams seams;
    private final float[] beyond;

    /**
     * Makes a loader.
     *
     * @param layer the layer that slides a window over the input
     * @param input where values come from
     * @param lanes the output pixels
     */
    RowStrips(BoundConvolution layer, PaddedRows input, Lanes lanes) {
        depth = layer.depth();
        height = layer.height();
        width = layer.width();
        this.input = input;
        this.lanes = lanes;
        revisit = width.revisit();
        revisitTaps = width.revisitTaps();
        sources = new int[lanes.segments()];
        wanted = new boolean[lanes.segments()];
        int halo = (width.kernel() - 1) * width.dilation();
        isSeamed = width.stride() == 1 && lanes.segments() > 1 && Seams.suit(lanes, halo);
        seams = new Seams(lanes, halo);
        beyond = new float[isSeamed ? seams.length() : 0];
    }

    /**
     * Goes to the input rows that tap row {@code ky} of the window sees at row {@code row} of each segment's run, in those
     * segments whose run has at least {@code minRows} rows.
     */
    void moveTo(int row, int ky, int minRows) {
        for (int segment = 0; segment < sources.length; segment++) {
            wanted[segment] = lanes.rows(segment) >= Math.max(1, minRows);
            sources[segment] = height.source(lanes.y(segment, row), ky);
        }
    }

    /** Fills the strips from {@code at} on with what the taps of the tap row see in an input channel at kernel depth kz. */
    void load(int channel, int kz, float[][] strips, int at) {
        int count = width.kernel();
        for (int segment = 0; segment < sources.length; segment++) {
            if (wanted[segment]) {
                int z = depth.source(lanes.z(segment), kz);
                int x = width.source(lanes.x(segment), 0);
                int pixels = lanes.width(segment);
                int span = width.span(pixels, count);
                input.read(channel, z, sources[segment], x, span);
                if (isSeamed) {
                    seams.put(input.values(), input.start(), span, segment, strips[at], beyond, 0);
                } else {
                    copyTaps(strips, at, lanes.lane(segment), pixels);
                }
            }
        }
        if (isSeamed) {
            for (int i = 1; i < count; i++) {
                seams.shift(strips[at], beyond, 0, i * width.dilation(), strips[at + i]);
            }
        }
    }

    private void copyTaps(float[][] strips, int at, int lane, int pixels) {
        for (int i = 0; i < width.kernel(); i++) {
            int repeated = i - revisitTaps;
            if (width.stride() > 1 && repeated >= 0) {
                repeat(strips[at + repeated], i, strips[at + i], lane, pixels);
            } else {
                copy(input.start() + i * width.dilation(), strips[at + i], lane, pixels);
            }
        }
    }

    /** A tap sees in a lane what one before it sees some lanes further: only the last lanes are picked from the row. */
    private void repeat(float[] earlier, int tap, float[] strip, int lane, int count) {
        int shift = Math.min(count, revisit);
        System.arraycopy(earlier, lane + shift, strip, lane, count - shift);
        int first = count - shift;
        int from = input.start() + tap * width.dilation() + first * width.stride();
        copy(from, strip, lane + first, shift);
    }

    private void copy(int from, float[] strip, int lane, int count) {
        StridedCopy.gather(input.values(), from, width.stride(), strip, lane, count);
    }
}
