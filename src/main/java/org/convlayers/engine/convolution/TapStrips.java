package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.WindowAxis;

/**
 * What the taps (channel, kz, ky, kx) of a window see, as a table of strips, one for each tap.
 *
 * <p>From row to row of a pass, input rows that are still looked at are not laid out again: their strips only change their
 * place in the table. For one thread.
 */
final class TapStrips {
    private final WindowAxis height;
    private final int kernelDepth;
    private final int kernelWidth;
    private final RowStrips rows;
    private final float[][] strips;
    private final float[][] table;

    /**
     * Makes strips for some taps.
     *
     * @param layer the layer whose taps they are
     * @param rows fills strips
     * @param strips memory: a strip for each tap held at a time, then one that is filled with zeros here
     */
    TapStrips(BoundConvolution layer, RowStrips rows, float[][] strips) {
        height = layer.height();
        kernelDepth = layer.depth().kernel();
        kernelWidth = layer.width().kernel();
        this.rows = rows;
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
     * Lays out all taps for row {@code row} of the pass, which is 0 or the next after that laid out last.
     *
     * @param firstChannel the input channel of the first tap
     */
    void loadRow(int firstChannel, int row) {
        int kernelHeight = height.kernel();
        int kept = row == 0 ? 0 : kernelHeight - height.revisitTaps();
        int outers = (strips.length - 1) / (kernelHeight * kernelWidth);
        for (int ky = 0; ky < kernelHeight; ky++) {
            int slot = (int) (((long) row * height.revisitTaps() + ky) % kernelHeight);
            rows.moveTo(row, ky, row + 1);
            for (int outer = 0; outer < outers; outer++) {
                int strip = (outer * kernelHeight + slot) * kernelWidth;
                if (ky >= kept) {
                    int channel = firstChannel + outer / kernelDepth;
                    rows.load(channel, outer % kernelDepth, 0, kernelWidth, strips, strip);
                }
                System.arraycopy(strips, strip, table, (outer * kernelHeight + ky) * kernelWidth, kernelWidth);
            }
        }
    }

    /**
     * Lays out the taps {@code from} to {@code to - 1} alone for a row of the pass.
     *
     * @param firstChannel the input channel of tap 0
     */
    void loadPart(int firstChannel, int row, int from, int to) {
        int kernelHeight = height.kernel();
        Arrays.fill(table, strips[strips.length - 1]);
        for (int tap = from; tap < to; ) {
            int kx = tap % kernelWidth;
            int ky = tap / kernelWidth % kernelHeight;
            int outer = tap / kernelWidth / kernelHeight;
            int count = Math.min(kernelWidth - kx, to - tap);
            int strip = tap - from;
            rows.moveTo(row, ky, row + 1);
            rows.load(firstChannel + outer / kernelDepth, outer % kernelDepth, kx, count, strips, strip);
            System.arraycopy(strips, strip, table, strip, count);
            tap += count;
        }
    }
}
