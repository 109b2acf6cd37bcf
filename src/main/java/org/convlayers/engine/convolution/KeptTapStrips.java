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
    private final float[][][] tables;
    private float[][] table;

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
        Arrays.fill(strips[strips.length - 1], 0);
        tables = new float[height.kernel()][][];
        Arrays.setAll(tables, this::table);
        table = tables[0];
    }

    /** The strips of all taps when those of the kernel's first row stand at {@code firstSlot}; copies of references are slow. */
    private float[][] table(int firstSlot) {
        int taps = strips.length - 1;
        float[][] moved = PackedWeights.table(strips, 0, taps, strips[taps]);
        int kernelHeight = height.kernel();
        for (int row = 0; row < taps / kernelWidth; row++) {
            int slot = (firstSlot + row) % kernelHeight;
            int strip = (row / kernelHeight * kernelHeight + slot) * kernelWidth;
            System.arraycopy(strips, strip, moved, row * kernelWidth, kernelWidth);
        }
        return moved;
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
        int firstSlot = (int) ((long) row * revisitTaps % kernelHeight);
        table = tables[firstSlot];
        for (int ky = kept; ky < kernelHeight; ky++) {
            int slot = (firstSlot + ky) % kernelHeight;
            rows.moveTo(row, ky, row + 1);
            for (int outer = 0; outer < outers; outer++) {
                int strip = (outer * kernelHeight + slot) * kernelWidth;
                rows.load(firstChannel + outer / kernelDepth, outer % kernelDepth, strips, strip);
            }
        }
    }

    /** All taps are laid out already. */
    @Override
    public int load(int from, int to) {
        return from;
    }
}
