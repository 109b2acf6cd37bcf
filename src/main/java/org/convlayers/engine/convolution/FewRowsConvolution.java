package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution of maps of so few rows that each row of the output sees all rows of the input, such as the last ones of a
 * network that reads lines of text: rows take the place of channels, and the layer is one along x. Volumes that are that narrow
 * in both directions are computed alike. Each input row is laid out once, also if the map is folded back and several taps see
 * it, and the taps that see nothing but zeros beyond the map are left out.
 *
 * <p>Each value is a sum of the definition, by rows of the input in the order in which they are laid out.
 */
final class FewRowsConvolution implements LayerKernel {
    /** So many taps' strips (about 430 kB) stay in the second-level cache. */
    private static final int MAX_TAPS = 200;

    private final BoundConvolution layer;
    private final FewPositions slices;
    private final FewPositions rows;
    private final int inputRows;
    private final int outputRows;
    private final int timesSeen;
    private final int[][][] sliceTaps;
    private final int[][][] rowTaps;
    private final int taps;
    private final OnFirstUse<PackedWeights[]> packed;
    private final KnownLanes knownLanes;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    FewRowsConvolution(BoundConvolution layer) {
        this.layer = layer;
        slices = FewPositions.of(layer, 0);
        rows = FewPositions.of(layer, 1);
        inputRows = slices.inputs() * rows.inputs();
        outputRows = slices.outputs() * rows.outputs();
        timesSeen = slices.times() * rows.times();
        sliceTaps = slices.allTaps();
        rowTaps = rows.allTaps();
        taps = Math.toIntExact(taps(layer, slices, rows));
        packed = new OnFirstUse<>(this::pack);
        knownLanes = new KnownLanes(this::lanes);
    }

    /**
     * Whether this algorithm suits a layer: every row of the output sees every row of the input, and all taps fit into a cache.
     * Otherwise zeros would have to stand among the weights, which make NaN of infinity; and taps beyond the map, which are
     * left out, would make NaN of it themselves if their weights were not finite.
     */
    static boolean suits(BoundConvolution layer) {
        FewPositions slices = FewPositions.of(layer, 0);
        FewPositions rows = FewPositions.of(layer, 1);
        return layer.height().kernel() > 1
                && slices.isShort()
                && rows.isShort()
                && taps(layer, slices, rows) <= MAX_TAPS
                && slices.isSeenAtOnce()
                && rows.isSeenAtOnce()
                && layer.hasFiniteWeights();
    }

    /** How many products each row of the output needs. */
    private static long taps(BoundConvolution layer, FewPositions slices, FewPositions rows) {
        long perRow = (long) layer.groupInputs() * layer.width().kernel();
        return perRow * slices.inputs() * slices.times() * rows.inputs() * rows.times();
    }

    private PackedWeights[] pack(Scratch scratch) {
        PackedWeights[] weights = new PackedWeights[layer.groups()];
        for (int group = 0; group < weights.length; group++) {
            scratch.checkCancelled();
            weights[group] = pack(group, layer.weight(scratch));
        }
        return weights;
    }

    /** Rows (output channel, z, y) by columns (input channel, z and y of the input, how often it is seen, kx). */
    private PackedWeights pack(int group, float[] weight) {
        float[] matrix = new float[layer.groupOutputs() * outputRows * taps];
        int to = 0;
        for (int output = 0; output < layer.groupOutputs(); output++) {
            int kernels = layer.weightStart(group * layer.groupOutputs() + output);
            for (int row = 0; row < outputRows; row++) {
                for (int input = 0; input < layer.groupInputs(); input++) {
                    int kernel = kernels + input * (layer.taps() / layer.groupInputs());
                    for (int source = 0; source < inputRows; source++) {
                        to = copyTaps(weight, kernel, row, source, matrix, to);
                    }
                }
            }
        }
        return PackedWeights.of(matrix, 0, taps, layer.groupOutputs() * outputRows, taps);
    }

    /** Copies the rows of a kernel with which an output row sees an input row, and returns where the next ones go. */
    private int copyTaps(float[] weight, int kernel, int row, int source, float[] matrix, int to) {
        int columns = layer.width().kernel();
        int next = to;
        for (int kz : sliceTaps[row / rows.outputs()][source / rows.inputs()]) {
            for (int ky : rowTaps[row % rows.outputs()][source % rows.inputs()]) {
                int from = kernel + (kz * layer.height().kernel() + ky) * columns;
                System.arraycopy(weight, from, matrix, next, columns);
                next += columns;
            }
        }
        return next;
    }

    @Override
    public String algorithm() {
        return "direct: " + taps + " taps, rows as channels";
    }

    /** All rows of the output that see the same rows are computed together. */
    @Override
    public Extent block() {
        return Extent.of(slices.outputs(), rows.outputs(), 1);
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    private Lanes.Work work() {
        int sums = layer.groupOutputs() * outputRows;
        int loads = taps / timesSeen + layer.groupInputs() * inputRows;
        return new Lanes.Work(PackedWeights.cost(sums, taps), 0, loads, sums, 0, layer.groups());
    }

    /** Lanes for the first row stand for those of all rows. */
    private List<Lanes> lanes(Box box) {
        Box firstRow = new Box(slices.first(box.depth()), rows.first(box.height()), box.width());
        return Lanes.covering(firstRow, 1, work());
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs.get(0), output, box, lanes, scratch);
        }
    }

    private void compute(Block input, Block output, Box box, Lanes lanes, Scratch scratch) {
        PackedWeights[] weights = packed.get(scratch);
        boolean[] wanted = wanted(box);
        float[] line = scratch.take(layer.longestPiece(lanes));
        int distinct = taps / timesSeen;
        float[][] strips = scratch.takeStrips(distinct + 1);
        try {
            Arrays.fill(strips[distinct], 0);
            float[][] table = PackedWeights.table(seen(strips), 0, taps, strips[distinct]);
            RowStrips rowStrips = new RowStrips(layer, layer.rows(input, line), lanes);
            SumStrips sumStrips = layer.sums(lanes, output, outputRows);
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                for (int row = 0; row < outputRows; row++) {
                    if (wanted[row]) {
                        sumStrips.moveToRowBehind(row, row / rows.outputs(), row % rows.outputs());
                    }
                }
                for (int group = 0; group < weights.length; group++) {
                    scratch.checkCancelled();
                    load(group, rowStrips, strips);
                    multiply(weights[group], group, table, lanes, scratch.accumulators(), sumStrips, wanted);
                }
            }
        } finally {
            scratch.giveStrips(strips);
            scratch.give(line);
        }
    }

    /** The strips of the taps: those of a row as often as it is seen. */
    private float[][] seen(float[][] strips) {
        int columns = layer.width().kernel();
        float[][] seen = new float[taps][];
        for (int tap = 0; tap < taps; tap++) {
            seen[tap] = strips[tap / (timesSeen * columns) * columns + tap % columns];
        }
        return seen;
    }

    private boolean[] wanted(Box box) {
        boolean[] wanted = new boolean[outputRows];
        for (int row = 0; row < outputRows; row++) {
            wanted[row] = slices.isWanted(box.depth(), row / rows.outputs())
                    && rows.isWanted(box.height(), row % rows.outputs());
        }
        return wanted;
    }

    private void load(int group, RowStrips rowStrips, float[][] strips) {
        int columns = layer.width().kernel();
        for (int source = 0; source < inputRows; source++) {
            int kz = sliceTaps[0][source / rows.inputs()][0];
            rowStrips.moveTo(0, rowTaps[0][source % rows.inputs()][0], 1);
            for (int index = 0; index < layer.groupInputs(); index++) {
                int channel = group * layer.groupInputs() + index;
                rowStrips.load(channel, kz, strips, (index * inputRows + source) * columns);
            }
        }
    }

    private void multiply(
            PackedWeights matrix,
            int group,
            float[][] table,
            Lanes lanes,
            Accumulators sums,
            SumStrips sumStrips,
            boolean[] wanted) {
        int firstChannel = group * layer.groupOutputs();
        for (int i = 0; i < matrix.groups(); i++) {
            int first = matrix.firstRow(i);
            int count = matrix.rows(i);
            for (int row = 0; row < count; row++) {
                int channel = firstChannel + (first + row) / outputRows;
                sumStrips.begin(channel, sums.values(), sums.row(row, lanes.length()));
            }
            matrix.multiply(i, table, 0, lanes.length(), sums);
            for (int row = 0; row < count; row++) {
                int step = (first + row) % outputRows;
                if (wanted[step]) {
                    int channel = firstChannel + (first + row) / outputRows;
                    int at = sums.row(row, lanes.length());
                    sumStrips.finish(channel, sums.values(), at);
                    sumStrips.store(step, channel, sums.values(), at);
                }
            }
        }
    }
}
