package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution that adds each row of the input to all rows of the output that see it: for layers with few output channels
 * in a group (depthwise layers, single large kernels, the last layers of networks), which alone would not fill a microkernel,
 * or be worth laying out many input channels once for each row of the kernel. The kernel's rows take the place of further
 * channels.
 *
 * <p>Each value is {@code bias}, to which the products w x are added one after the other, each with one fused multiply-add,
 * in the order (row, input channel, depth, column) of the kernel, very many in {@linkplain SumChains chains}, whatever the
 * box.
 *
 * <p>An input row is laid out once, some channels after the other; the sums of the k output rows it belongs to are kept until
 * the last row they see.
 */
final class RowScatterConvolution implements LayerKernel {
    /** More output channels fill microkernels by themselves. */
    private static final int MAX_OUTPUTS = 8;

    /** Below this number of sums for an input row microkernels of several sums cannot be used. */
    private static final int MIN_SUMS = 3;

    /** The strips laid out at a time and the sums should not leave the second-level cache. */
    private static final int MAX_STRIPS = 300;

    /** About so many taps' strips (100 kB) are laid out at a time: the products find them in the nearest caches. */
    private static final int TAPS_PER_PART = 48;

    private final BoundConvolution layer;
    private final int kernelRows;
    private final int tapsPerRow;
    private final int tapsPerPart;
    private final OnFirstUse<PackedWeights[][]> packed;
    private final KnownLanes knownLanes;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    RowScatterConvolution(BoundConvolution layer) {
        this.layer = layer;
        kernelRows = layer.height().kernel();
        tapsPerRow = layer.taps() / kernelRows;
        tapsPerPart = tapsPerPart(layer);
        packed = new OnFirstUse<>(this::pack);
        knownLanes = new KnownLanes(box -> Lanes.covering(box, layer.height().revisit(), work()));
    }

    /**
     * Whether this algorithm suits a layer: an input row is seen by all rows of the kernel or by none, as the stride divides
     * the dilation, and its sums are not too few for a microkernel nor too many for a cache.
     */
    static boolean suits(BoundConvolution layer) {
        int kernelRows = layer.height().kernel();
        int sums = kernelRows * layer.groupOutputs();
        return layer.groupOutputs() <= MAX_OUTPUTS
                && sums >= MIN_SUMS
                && layer.height().revisitTaps() == 1
                && tapsPerPart(layer) + sums <= MAX_STRIPS;
    }

    /** Parts of about equal size, each of which holds all columns of some (input channel, kz). */
    private static int tapsPerPart(BoundConvolution layer) {
        int width = layer.width().kernel();
        int planes = layer.planes();
        int parts = (planes * width + TAPS_PER_PART - 1) / TAPS_PER_PART;
        return (planes + parts - 1) / parts * width;
    }

    private PackedWeights[][] pack(Scratch scratch) {
        PackedWeights[][] weights = new PackedWeights[layer.groups()][];
        for (int group = 0; group < weights.length; group++) {
            scratch.checkCancelled();
            weights[group] = pack(group, layer.weight(scratch));
        }
        return weights;
    }

    /** Rows (ky, output channel) by columns (input channel, kz, kx). */
    private PackedWeights[] pack(int group, float[] weight) {
        int outputs = layer.groupOutputs();
        int width = layer.width().kernel();
        float[] matrix = new float[kernelRows * outputs * tapsPerRow];
        for (int output = 0; output < outputs; output++) {
            int from = layer.weightStart(group * outputs + output);
            for (int outer = 0; outer < tapsPerRow / width; outer++) {
                for (int ky = 0; ky < kernelRows; ky++, from += width) {
                    int to = (ky * outputs + output) * tapsPerRow + outer * width;
                    System.arraycopy(weight, from, matrix, to, width);
                }
            }
        }
        PackedWeights[] parts = new PackedWeights[(tapsPerRow + tapsPerPart - 1) / tapsPerPart];
        for (int part = 0; part < parts.length; part++) {
            int first = part * tapsPerPart;
            int taps = Math.min(tapsPerPart, tapsPerRow - first);
            parts[part] = PackedWeights.of(matrix, first, tapsPerRow, kernelRows * outputs, taps);
        }
        return parts;
    }

    @Override
    public String algorithm() {
        return "direct: each row added to the " + kernelRows + " rows that see it";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs.get(0), output, lanes, scratch);
        }
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    /** An input row that is for one of a microkernel's sums is added to all of them: at the ends of a run in vain. */
    private Lanes.Work work() {
        int outputs = layer.groupOutputs();
        int sums = kernelRows * outputs;
        double products = 0;
        double leadProducts = 0;
        for (int row = 0; row < sums; ) {
            int rows = PackedWeights.nextRows(sums - row);
            int first = row / outputs;
            int last = (row + rows - 1) / outputs;
            double cost = PackedWeights.cost(rows, tapsPerRow);
            products += cost;
            leadProducts += cost * (last - first);
            row += rows;
        }
        return new Lanes.Work(products, leadProducts, tapsPerRow, outputs, kernelRows - 1, layer.groups());
    }

    private void compute(Block input, Block output, Lanes lanes, Scratch scratch) {
        PackedWeights[][] weights = packed.get(scratch);
        int sumsPerPass = kernelRows * layer.groupOutputs();
        int abreast = Math.min(lanes.abreast(), Math.max(1, (MAX_STRIPS - tapsPerPart) / sumsPerPass));
        float[] line = scratch.take(layer.longestPiece(lanes));
        float[][] taps = scratch.takeStrips(tapsPerPart + 1);
        float[][] sums = scratch.takeStrips(abreast * sumsPerPass);
        float[][] totals = scratch.takeStrips(SumChains.areSeveral(layer.taps()) ? sums.length : 0);
        try {
            RowStrips rows = new RowStrips(layer, layer.rows(input, line), lanes);
            Sweep sweep = new Sweep(weights, lanes, rows, taps, sums, totals, layer.sums(lanes, output, 1), scratch);
            for (int group = 0; group < weights.length; group++) {
                sweep.run(group, abreast);
            }
        } finally {
            scratch.giveStrips(totals);
            scratch.giveStrips(sums);
            scratch.giveStrips(taps);
            scratch.give(line);
        }
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final PackedWeights[][] weights;
        private final Lanes lanes;
        private final RowStrips rows;
        private final float[][] taps;
        private final float[][] partTable;
        private final float[][] lastPartTable;
        private final float[][][] sumTables;
        private final boolean areChained;
        private final float[][][] totalTables;
        private final SumStrips sumStrips;
        private final Scratch scratch;
        private float[][] sums;
        private float[][] totals;

        Sweep(
                PackedWeights[][] weights,
                Lanes lanes,
                RowStrips rows,
                float[][] taps,
                float[][] sums,
                float[][] totals,
                SumStrips sumStrips,
                Scratch scratch) {
            this.weights = weights;
            this.lanes = lanes;
            this.rows = rows;
            this.taps = taps;
            this.sumStrips = sumStrips;
            this.scratch = scratch;
            float[] zeros = taps[tapsPerPart];
            Arrays.fill(zeros, 0);
            partTable = PackedWeights.table(taps, 0, tapsPerPart, zeros);
            lastPartTable = PackedWeights.table(taps, 0, (tapsPerRow - 1) % tapsPerPart + 1, zeros);
            sumTables = new float[sums.length / layer.groupOutputs()][][];
            Arrays.setAll(sumTables, turn -> sumTable(sums, turn));
            areChained = totals.length > 0;
            totalTables = new float[areChained ? sumTables.length : 0][][];
            Arrays.setAll(totalTables, turn -> sumTable(totals, turn));
        }

        /**
         * The sums of the output rows to which the rows of the kernel add an input row: an output row takes the place of the
         * one that has been finished, so that from row to row the sums move on by one. Made once, as copies of references
         * are slow.
         *
         * @param turn the input row modulo the rows of the kernel; for each further pass abreast so many more
         */
        private float[][] sumTable(float[][] sums, int turn) {
            int outputs = layer.groupOutputs();
            int firstTurn = turn / kernelRows * kernelRows;
            float[][] table = new float[kernelRows * outputs][];
            for (int ky = 0; ky < kernelRows; ky++) {
                int place = firstTurn + Math.floorMod(turn - ky, kernelRows);
                System.arraycopy(sums, place * outputs, table, ky * outputs, outputs);
            }
            return table;
        }

        void run(int group, int abreast) {
            for (int first = 0; first < lanes.passes(); first += abreast) {
                int end = Math.min(lanes.passes(), first + abreast);
                for (int inputRow = 0; inputRow < lanes.runLength() + kernelRows - 1; inputRow++) {
                    for (int pass = first; pass < end; pass++) {
                        lanes.moveTo(pass);
                        int turn = (pass - first) * kernelRows + inputRow % kernelRows;
                        sums = sumTables[turn];
                        totals = areChained ? totalTables[turn] : totals;
                        begin(group);
                        for (int part = 0; part < weights[group].length; part++) {
                            scratch.checkCancelled();
                            load(group, inputRow, part * tapsPerPart);
                            boolean isLast = part == weights[group].length - 1;
                            multiply(weights[group][part], isLast ? lastPartTable : partTable, inputRow, part);
                        }
                        store(group, inputRow - kernelRows + 1);
                    }
                }
            }
        }

        /**
         * Lays out a part of the input row that tap {@code inputRow} of a run's first row sees, or would with a higher kernel.
         */
        private void load(int group, int inputRow, int from) {
            int depth = layer.depth().kernel();
            int width = layer.width().kernel();
            rows.moveTo(0, inputRow, inputRow - kernelRows + 2);
            int count = Math.min(tapsPerPart, tapsPerRow - from);
            for (int tap = 0; tap < count; tap += width) {
                int plane = (from + tap) / width;
                int channel = group * layer.groupInputs() + plane / depth;
                rows.load(channel, plane % depth, taps, tap);
            }
        }

        /** Begins the sums of the output row that sees the input row first. */
        private void begin(int group) {
            int outputs = layer.groupOutputs();
            for (int output = 0; output < outputs; output++) {
                sumStrips.begin(group * outputs + output, sums[output]);
            }
            if (areChained) {
                SumChains.begin(totals, 0, outputs);
            }
        }

        /** Row ky of the kernel sees the input row for output row {@code inputRow - ky}. */
        private void multiply(PackedWeights matrix, float[][] table, int inputRow, int part) {
            int outputs = layer.groupOutputs();
            int first = Math.max(0, inputRow - lanes.runLength() + 1) * outputs;
            int last = Math.min(kernelRows - 1, inputRow) * outputs + outputs - 1;
            for (int i = 0; i < matrix.groups(); i++) {
                int row = matrix.firstRow(i);
                if (row <= last && row + matrix.rows(i) > first) {
                    matrix.multiply(i, table, 0, lanes.length(), sums, row, scratch.accumulators());
                    for (int sum = row; areChained && sum < row + matrix.rows(i); sum++) {
                        endChain(sum, part);
                    }
                }
            }
        }

        private void endChain(int sum, int part) {
            int before = sum / layer.groupOutputs() * tapsPerRow;
            int from = before + part * tapsPerPart;
            int to = before + Math.min(tapsPerRow, (part + 1) * tapsPerPart);
            if (SumChains.endsBetween(from, to)) {
                SumChains.end(sums, totals, sum, sum + 1);
            }
        }

        private void store(int group, int outputRow) {
            if (outputRow >= 0) {
                sumStrips.moveTo(0, outputRow);
                int outputs = layer.groupOutputs();
                int last = (kernelRows - 1) * outputs;
                if (areChained) {
                    SumChains.finish(sums, totals, last, last + outputs);
                }
                for (int output = 0; output < outputs; output++) {
                    float[] sum = sums[last + output];
                    sumStrips.finish(group * outputs + output, sum);
                    sumStrips.store(0, group * outputs + output, sum);
                }
            }
        }
    }
}
