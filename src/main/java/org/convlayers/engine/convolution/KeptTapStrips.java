package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.WindowAxis;

/**
 * Lays out all taps at once: from row to row of a pass, input rows that are still looked at are not laid out again, but their
 * strips only change their place in the table. For one thread.
 */
final class KeptTapStrips implements TapStrips {
    private final WindowAxis height;
    private final int revisitTaps;
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
     * @param strips memory: a strip for each tap, then one that is filled with zeros here
     */
    KeptTapStrips(BoundConvolution layer, RowStrips rows, float[][] strips) {
        height = layer.height();
        revisitTaps = height.revisitTaps();
        kernelDepth = layer.depth().kernel();
        kernelWidth = layer.width().kernel();
        this.rows = rows;
        this.strips = strips;
        int taps = strips.length - 1;
        Arrays.fill(strips[taps], 0);
        table = new float[PackedWeights.tableLength(taps)][];
        Arrays.fill(table, strips[taps]);
    }

    @Override
    public float[][] strips() {
        return table;
    }

    @Override
    public void moveTo(int firstChannel, int row) {
        int kernelHeight = height.kernel();
        int kept = row == 0 ? 0 : kernelHeight - revisitTaps;
        int outers = (strips.length - 1) / (kernelHeight * kernelWidth);
        for (int ky = 0; ky < kernelHeight; ky++) {
            int slot = (int) (((long) row * revisitTaps + ky) % kernelHeight);
            rows.moveTo(row, ky, row + 1);
            for (int outer = 0; outer < outers; outer++) {
                int strip = (outer * kernelHeight + slot) * kernelWidth;
                if (ky >= kept) {
                    int channel = firstChannel + outer / kernelDepth;
                    rows.load(channel, outer % kernelDepth, strips, strip);
                }
                System.arraycopy(strips, strip, table, (outer * kernelHeight + ky) * kernelWidth, kernelWidth);
            }
        }
    }

    /** All taps are laid out already. */
    @Override
    public int load(int from, int to) {
        return from;
    }
}
