package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
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
    /** So many taps' strips (about 650 kB) are kept from row to row. */
    private static final int MAX_KEPT_TAPS = 300;

    /**
     * So many taps' strips (about 430 kB) stay in the second-level cache while all output channels go through them; of more
     * taps, all output channels take one part after the other.
     */
    private static final int MAX_TAPS_AT_ONCE = 200;

    /** So many strips of finished sums (about 350 kB) are held in order to store several of a channel together. */
    private static final int MAX_HELD_SUMS = 160;

    /** Holding fewer steps than this gains less than it costs. */
    private static final int MIN_STEPS = 4;

    /** So many values (4 MB) are not kept in the second-level cache. */
    private static final long LARGE_RESULT = 1 << 20;

    /** The number of taps of a part; a multiple of what every microkernel takes at a time. */
    private static final int TAPS_PER_PART = 99;

    private final BoundConvolution layer;
    private final int tapsPerPart;
    private final PackedWeights[][] weights;

    /** Prepares a layer: packs its weights. */
    DirectConvolution(BoundConvolution layer) {
        this.layer = layer;
        int taps = layer.taps();
        tapsPerPart = taps <= MAX_TAPS_AT_ONCE ? taps : TAPS_PER_PART;
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

    /**
     * The sums of how many steps are held until they are stored; few are better stored while they are in the first-level
     * cache, and so are those of small maps, which do not leave the second-level cache.
     */
    private int steps() {
        int steps = MAX_HELD_SUMS / layer.groupOutputs();
        boolean isLarge = layer.outputBox().pixels() * layer.groupOutputs() > LARGE_RESULT;
        return isKept() && isLarge && steps >= MIN_STEPS ? steps : 1;
    }

    private boolean isKept() {
        return layer.taps() <= MAX_KEPT_TAPS;
    }

    /** Whether sums are stored while they are in the first-level cache. */
    private boolean isStoredAtOnce() {
        return steps() == 1 && layer.taps() == tapsPerPart;
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
        int abreast = isKept() ? Math.min(lanes.abreast(), MAX_KEPT_TAPS / layer.taps()) : 1;
        int steps = steps();
        float[] line = scratch.take(layer.longestPiece(lanes));
        int stripsOfRow = (isKept() ? layer.taps() : tapsPerPart) + 1;
        float[][] tapStrips = scratch.takeStrips(abreast * stripsOfRow);
        float[][] sums = scratch.takeStrips(isStoredAtOnce() ? weights[0][0].maxRows() : steps * layer.groupOutputs());
        try {
            RowStrips rows = new RowStrips(layer, layer.rows(input, line), lanes);
            TapStrips[] taps = new TapStrips[abreast];
            for (int i = 0; i < abreast; i++) {
                int first = i * stripsOfRow;
                taps[i] = new TapStrips(layer, rows, Arrays.copyOfRange(tapStrips, first, first + stripsOfRow));
            }
            Sweep sweep = new Sweep(lanes, taps, sums, layer.sums(lanes, output, steps), steps, scratch);
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
        return new Lanes.Work(
                PackedWeights.cost(outputs, layer.taps()), 0, loads, outputs, height - loadedRows, layer.groups());
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final Lanes lanes;
        private final TapStrips[] tapStrips;
        private final float[][] sums;
        private final SumStrips sumStrips;
        private final int steps;
        private final boolean isStoredAtOnce;
        private final Scratch scratch;
        private int held;

        Sweep(Lanes lanes, TapStrips[] tapStrips, float[][] sums, SumStrips sumStrips, int steps, Scratch scratch) {
            this.lanes = lanes;
            this.tapStrips = tapStrips;
            this.sums = sums;
            this.sumStrips = sumStrips;
            this.steps = steps;
            isStoredAtOnce = isStoredAtOnce();
            this.scratch = scratch;
        }

        void run(int group) {
            for (int first = 0; first < lanes.passes(); first += tapStrips.length) {
                int end = Math.min(lanes.passes(), first + tapStrips.length);
                for (int row = 0; row < lanes.runLength(); row++) {
                    for (int pass = first; pass < end; pass++) {
                        lanes.moveTo(pass);
                        compute(group, row, tapStrips[pass - first]);
                    }
                }
            }
            storeHeld(group);
        }

        private void compute(int group, int row, TapStrips taps) {
            sumStrips.moveTo(held, row);
            if (isKept()) {
                taps.loadRow(group * layer.groupInputs(), row);
            }
            int last = weights[group].length - 1;
            for (int part = 0; part <= last; part++) {
                int tap = part * tapsPerPart;
                if (!isKept()) {
                    taps.loadPart(group * layer.groupInputs(), row, tap, Math.min(layer.taps(), tap + tapsPerPart));
                }
                multiply(group, weights[group][part], part == 0, part == last, taps.table(), isKept() ? tap : 0);
            }
            if (!isStoredAtOnce) {
                held++;
                if (held == steps) {
                    storeHeld(group);
                }
            }
        }

        private void multiply(
                int group, PackedWeights matrix, boolean isFirst, boolean isLast, float[][] taps, int from) {
            for (int i = 0; i < matrix.groups(); i++) {
                scratch.checkCancelled();
                int first = matrix.firstRow(i);
                int count = matrix.rows(i);
                int at = isStoredAtOnce ? 0 : held * layer.groupOutputs() + first;
                if (isFirst) {
                    begin(group, first, count, at);
                }
                matrix.multiply(i, taps, from, lanes.length(), sums, at);
                if (isLast) {
                    finish(group, first, count, at);
                    if (isStoredAtOnce) {
                        store(group, first, count);
                    }
                }
            }
        }

        private void begin(int group, int first, int count, int at) {
            for (int i = 0; i < count; i++) {
                sumStrips.begin(group * layer.groupOutputs() + first + i, sums[at + i]);
            }
        }

        private void finish(int group, int first, int count, int at) {
            for (int i = 0; i < count; i++) {
                sumStrips.finish(group * layer.groupOutputs() + first + i, sums[at + i]);
            }
        }

        private void store(int group, int first, int count) {
            for (int i = 0; i < count; i++) {
                sumStrips.store(0, group * layer.groupOutputs() + first + i, sums[i]);
            }
        }

        /** Long pieces of one channel after the other are what memory takes best. */
        private void storeHeld(int group) {
            int outputs = layer.groupOutputs();
            for (int i = 0; i < outputs; i++) {
                for (int step = 0; step < held; step++) {
                    sumStrips.store(step, group * outputs + i, sums[step * outputs + i]);
                }
            }
            held = 0;
        }
    }
}
