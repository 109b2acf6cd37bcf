package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;

/**
 * A convolution of maps of so few rows that each row of the output sees all rows of the input, such as the last ones of a
 * network that reads lines of text: rows take the place of channels, and the layer is one along x. Each input row is laid out
 * once, and the taps that see nothing but padding are left out.
 *
 * <p>Each value is the sum of {@link DirectConvolution} without the products of zeros beyond the map.
 */
final class FewRowsConvolution implements LayerKernel {
    /** So many taps' strips (about 430 kB) stay in the second-level cache. */
    private static final int MAX_TAPS = 200;

    private final BoundConvolution layer;
    private final int inputRows;
    private final int outputRows;
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
        inputRows = layer.inputRows();
        outputRows = outputRows(layer);
        taps = taps(layer);
        packed = new OnFirstUse<>(this::pack);
        knownLanes = new KnownLanes(box -> lanes(layer, box));
    }

    /** Whether this algorithm can compute a layer: if not, zeros would stand among the weights, which make NaN of infinity. */
    static boolean suits(BoundConvolution layer) {
        WindowAxis height = layer.height();
        int kernelRows = height.kernel();
        return kernelRows > 1
                && layer.depth().kernel() == 1
                && layer.inputRows() <= kernelRows
                && outputRows(layer) <= kernelRows
                && taps(layer) <= MAX_TAPS
                && (layer.edges().equals(EdgeMode.ZEROS) || seesNoPadding(layer))
                && seesAll(layer);
    }

    private static boolean seesNoPadding(BoundConvolution layer) {
        return outputRows(layer) == 1 && layer.inputRows() == layer.height().kernel();
    }

    /** Whether there is a tap for each output row and each input row, and none lost that is not finite. */
    private static boolean seesAll(BoundConvolution layer) {
        for (int y = 0; y < outputRows(layer); y++) {
            for (int source = 0; source < layer.inputRows(); source++) {
                int tap = tap(layer, y, source);
                if (tap < 0 || tap >= layer.height().kernel() || layer.height().source(y, tap) != source) {
                    return false;
                }
            }
        }
        return layer.hasFiniteWeights();
    }

    /** The row of the kernel with which an output row sees an input row. */
    private static int tap(BoundConvolution layer, int y, int source) {
        return Math.floorDiv(
                source - layer.height().source(y, 0), layer.height().dilation());
    }

    private static int outputRows(BoundConvolution layer) {
        return layer.outputBox().height().size();
    }

    private static int taps(BoundConvolution layer) {
        return Math.multiplyExact(
                layer.groupInputs(),
                Math.multiplyExact(layer.inputRows(), layer.width().kernel()));
    }

    private PackedWeights[] pack(Scratch scratch) {
        PackedWeights[] weights = new PackedWeights[layer.groups()];
        for (int group = 0; group < weights.length; group++) {
            scratch.checkCancelled();
            weights[group] = pack(group);
        }
        return weights;
    }

    /** Rows (output channel, y) by columns (input channel, row of the input, kx). */
    private PackedWeights pack(int group) {
        int columns = layer.width().kernel();
        int kernelRows = layer.height().kernel();
        float[] matrix = new float[layer.groupOutputs() * outputRows * taps];
        int to = 0;
        for (int output = 0; output < layer.groupOutputs(); output++) {
            int kernels = layer.weightStart(group * layer.groupOutputs() + output);
            for (int y = 0; y < outputRows; y++) {
                for (int input = 0; input < layer.groupInputs(); input++) {
                    for (int source = 0; source < inputRows; source++, to += columns) {
                        int row = input * kernelRows + tap(layer, y, source);
                        System.arraycopy(layer.weight(), kernels + row * columns, matrix, to, columns);
                    }
                }
            }
        }
        return PackedWeights.of(matrix, 0, taps, layer.groupOutputs() * outputRows, taps);
    }

    @Override
    public String algorithm() {
        return "direct: " + taps + " taps, rows as channels";
    }

    /** All rows of the output are computed together. */
    @Override
    public Extent block() {
        return Extent.of(1, outputRows, 1);
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    private static Lanes.Work work(BoundConvolution layer) {
        int sums = layer.groupOutputs() * outputRows(layer);
        int rows = layer.groupInputs() * layer.inputRows();
        int loads = taps(layer) + rows;
        return new Lanes.Work(PackedWeights.cost(sums, taps(layer)), 0, loads, sums, 0, layer.groups());
    }

    /** Lanes for the first row stand for those of all rows. */
    private static List<Lanes> lanes(BoundConvolution layer, Box box) {
        Box firstRow = new Box(box.depth(), new AxisRanges.Range(0, 0), box.width());
        return Lanes.covering(firstRow, 1, work(layer));
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs.get(0), output, box.height(), lanes, scratch);
        }
    }

    private void compute(Block input, Block output, AxisRanges.Range wanted, Lanes lanes, Scratch scratch) {
        PackedWeights[] weights = packed.get(scratch);
        float[] line = scratch.take(layer.longestPiece(lanes));
        float[][] strips = scratch.takeStrips(taps + 1);
        float[][] sums = scratch.takeStrips(weights[0].maxRows());
        try {
            Arrays.fill(strips[taps], 0);
            float[][] table = PackedWeights.table(strips, 0, taps, strips[taps]);
            RowStrips rows = new RowStrips(layer, layer.rows(input, line), lanes);
            SumStrips sumStrips = layer.sums(lanes, output, outputRows);
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                for (int y = wanted.first(); y <= wanted.last(); y++) {
                    sumStrips.moveToRowBelow(y, y);
                }
                for (int group = 0; group < weights.length; group++) {
                    scratch.checkCancelled();
                    load(group, rows, strips);
                    multiply(weights[group], group, table, lanes, sums, sumStrips, wanted);
                }
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.giveStrips(strips);
            scratch.give(line);
        }
    }

    private void load(int group, RowStrips rows, float[][] strips) {
        int columns = layer.width().kernel();
        for (int source = 0; source < inputRows; source++) {
            rows.moveTo(0, tap(layer, 0, source), 1);
            for (int index = 0; index < layer.groupInputs(); index++) {
                int channel = group * layer.groupInputs() + index;
                rows.load(channel, 0, strips, (index * inputRows + source) * columns);
            }
        }
    }

    private void multiply(
            PackedWeights matrix,
            int group,
            float[][] table,
            Lanes lanes,
            float[][] sums,
            SumStrips sumStrips,
            AxisRanges.Range wanted) {
        int firstChannel = group * layer.groupOutputs();
        for (int i = 0; i < matrix.groups(); i++) {
            int first = matrix.firstRow(i);
            int count = matrix.rows(i);
            for (int row = 0; row < count; row++) {
                sumStrips.begin(firstChannel + (first + row) / outputRows, sums[row]);
            }
            matrix.multiply(i, table, 0, lanes.length(), sums, 0);
            for (int row = 0; row < count; row++) {
                int y = (first + row) % outputRows;
                if (wanted.contains(y)) {
                    int channel = firstChannel + (first + row) / outputRows;
                    sumStrips.finish(channel, sums[row]);
                    sumStrips.store(y, channel, sums[row]);
                }
            }
        }
    }
}
