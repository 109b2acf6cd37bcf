package org.convlayers.engine;

import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.shape.Box;

/**
 * A convolution computed by the sum of its definition, for any rank, kernel, stride, dilation, padding and grouping.
 *
 * <p>Each value is {@code bias}, to which the products w x are added one after the other, each with one fused multiply-add,
 * in the order of PyTorch's weights (input channel, depth, row, column), whatever the box: results are the same bit for bit
 * for all tilings. What the taps of up to 512 output pixels see is laid out in {@linkplain TapStrips strips}, of which a
 * microkernel sums the products for several output channels at a time.
 */
final class DirectConvolution implements LayerKernel {
    /** So many taps' strips (about 650 kB) are kept from row to row; more would leave the second-level cache. */
    private static final int MAX_KEPT_TAPS = 300;

    /** Of more taps so many are laid out at a time; a multiple of what every microkernel takes at a time. */
    private static final int TAPS_PER_PART = 99;

    private final BoundConvolution layer;
    private final int tapsPerPart;
    private final PackedWeights[][] weights;

    /** Prepares a layer: packs its weights. */
    DirectConvolution(BoundConvolution layer) {
        this.layer = layer;
        int taps = layer.taps();
        tapsPerPart = taps <= MAX_KEPT_TAPS ? taps : TAPS_PER_PART;
        weights = new PackedWeights[layer.groups()][(taps + tapsPerPart - 1) / tapsPerPart];
        for (int group = 0; group < weights.length; group++) {
            for (int part = 0; part < weights[group].length; part++) {
                int first = part * tapsPerPart;
                int start = layer.weightStart(group * layer.groupOutputs()) + first;
                int count = Math.min(tapsPerPart, taps - first);
                weights[group][part] = PackedWeights.of(layer.weight(), start, taps, layer.groupOutputs(), count);
            }
        }
    }

    @Override
    public String algorithm() {
        return isKept()
                ? "direct: " + layer.taps() + " taps kept from row to row"
                : "direct: " + layer.taps() + " taps, " + tapsPerPart + " at a time";
    }

    private boolean isKept() {
        return layer.taps() == tapsPerPart;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : Lanes.covering(box, layer.height().revisit(), work())) {
            compute(inputs.get(0), output, lanes, scratch);
        }
    }

    @Override
    public double nanos(Box box) {
        return Lanes.nanos(box, layer.height().revisit(), work());
    }

    private void compute(Block input, Block output, Lanes lanes, Scratch scratch) {
        float[] line = scratch.take(layer.longestPiece(lanes));
        float[][] tapStrips = scratch.takeStrips(tapsPerPart + 1);
        float[][] sums = scratch.takeStrips(isKept() ? weights[0][0].maxRows() : layer.groupOutputs());
        try {
            RowStrips rows = new RowStrips(layer, layer.rows(input, line), lanes);
            Sweep sweep =
                    new Sweep(lanes, new TapStrips(layer, rows, tapStrips), sums, layer.sums(lanes, output), scratch);
            for (int group = 0; group < weights.length; group++) {
                sweep.run(group);
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.giveStrips(tapStrips);
            scratch.give(line);
        }
    }

    private Lanes.Work work() {
        int height = layer.height().kernel();
        int loadedRows = isKept() ? Math.min(height, layer.height().revisitTaps()) : height;
        int loads = layer.taps() / height * loadedRows;
        int outputs = layer.groupOutputs();
        return new Lanes.Work((long) layer.taps() * outputs, loads, outputs, height - loadedRows, layer.groups());
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final Lanes lanes;
        private final TapStrips tapStrips;
        private final float[][] sums;
        private final SumStrips sumStrips;
        private final Scratch scratch;

        Sweep(Lanes lanes, TapStrips tapStrips, float[][] sums, SumStrips sumStrips, Scratch scratch) {
            this.lanes = lanes;
            this.tapStrips = tapStrips;
            this.sums = sums;
            this.sumStrips = sumStrips;
            this.scratch = scratch;
        }

        void run(int group) {
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                for (int row = 0; row < lanes.runLength(); row++) {
                    scratch.checkCancelled();
                    sumStrips.moveTo(row);
                    if (isKept()) {
                        tapStrips.loadRow(group * layer.groupInputs(), row);
                        multiplyAtOnce(group);
                    } else {
                        multiplyByParts(group, row);
                    }
                }
            }
        }

        /** A few sums at a time stay in the first-level cache until they are stored. */
        private void multiplyAtOnce(int group) {
            PackedWeights matrix = weights[group][0];
            for (int i = 0; i < matrix.groups(); i++) {
                int first = group * layer.groupOutputs() + matrix.firstRow(i);
                begin(first, matrix.rows(i));
                matrix.multiply(i, tapStrips.table(), sums, 0);
                store(first, matrix.rows(i));
            }
        }

        private void multiplyByParts(int group, int row) {
            int first = group * layer.groupOutputs();
            begin(first, layer.groupOutputs());
            for (int part = 0; part < weights[group].length; part++) {
                scratch.checkCancelled();
                int tap = part * tapsPerPart;
                int end = Math.min(layer.taps(), tap + tapsPerPart);
                tapStrips.loadPart(group * layer.groupInputs(), row, tap, end);
                PackedWeights matrix = weights[group][part];
                for (int i = 0; i < matrix.groups(); i++) {
                    matrix.multiply(i, tapStrips.table(), sums, matrix.firstRow(i));
                }
            }
            store(first, layer.groupOutputs());
        }

        private void begin(int firstChannel, int count) {
            for (int i = 0; i < count; i++) {
                sumStrips.begin(firstChannel + i, sums[i]);
            }
        }

        private void store(int firstChannel, int count) {
            for (int i = 0; i < count; i++) {
                sumStrips.store(firstChannel + i, sums[i]);
            }
        }
    }
}
