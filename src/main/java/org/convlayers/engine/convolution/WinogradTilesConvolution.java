package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution whose kernel is 3x3 or 5x5, with a quarter or a sixth of the products: tiles of 4x4 output pixels are computed
 * by {@linkplain Winograd F(4x4, 3x3) or F(4x4, 5x5)}. Dilated kernels take pixels that are as far apart.
 *
 * <p>Tiles lie on a grid that is fixed in the output. Each value depends on the input of its tile alone: results are the
 * same bit for bit however the output is cut. Where a result is not finite, the pixels of its tile are computed directly, so
 * that infinity and NaN stay where they are seen.
 */
final class WinogradTilesConvolution implements LayerKernel {
    /** A thread should not take more memory (13 MB): for transformed planes, and for the columns of tiles of all outputs. */
    private static final int MAX_STRIPS = 6144;

    /** At most so many output channels are computed together: the transformed input is read once for all of them. */
    private static final int MAX_OUTPUTS = 64;

    /** Filling or emptying a strip column by column takes about as long as so many strips' products. */
    private static final long PRODUCTS_PER_GATHER = 33;

    /** The same where the columns of other tiles lie between, whose places are looked up. */
    private static final long PRODUCTS_PER_LOOKED_UP_GATHER = 63;

    /** Taking a segment's row apart into the columns of tiles, or putting it together, takes as long as so many copies. */
    private static final int COPIES_PER_ROW = 4;

    private final BoundConvolution layer;
    private final DirectConvolution direct;
    private final WinogradTiles tiles;
    private final int side;
    private final int planes;
    private final int outputsPerPart;
    private final OnFirstUse<PackedWeights[][][]> packed;
    private final KnownLanes knownLanes;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    WinogradTilesConvolution(BoundConvolution layer) {
        this.layer = layer;
        direct = DirectConvolution.of(layer);
        tiles = WinogradTiles.of(layer);
        side = tiles.side();
        planes = layer.planes();
        int parts = (layer.groupOutputs() + MAX_OUTPUTS - 1) / MAX_OUTPUTS;
        outputsPerPart = (layer.groupOutputs() + parts - 1) / parts;
        packed = new OnFirstUse<>(scratch -> pack(parts, scratch));
        knownLanes = new KnownLanes(box -> Lanes.covering(tiles.covering(box), 1, work()));
    }

    private PackedWeights[][][] pack(int parts, Scratch scratch) {
        PackedWeights[][][] weights = new PackedWeights[layer.groups()][parts][side * side];
        for (int group = 0; group < weights.length; group++) {
            float[][] matrices = transformed(group, scratch);
            for (int product = 0; product < side * side; product++) {
                scratch.checkCancelled();
                for (int part = 0; part < parts; part++) {
                    int start = part * outputsPerPart * planes;
                    weights[group][part][product] =
                            PackedWeights.of(matrices[product], start, planes, outputs(part), planes);
                }
            }
        }
        return weights;
    }

    /** Whether this algorithm can compute a layer. */
    static boolean suits(BoundConvolution layer) {
        return WinogradTiles.suit(layer) && fits(WinogradTiles.of(layer).side(), layer);
    }

    private static boolean fits(int side, BoundConvolution layer) {
        int columns = Math.min(layer.groupOutputs(), MAX_OUTPUTS) * Winograd.SUMS;
        return (long) side * side * layer.planes() + (long) side * columns <= MAX_STRIPS;
    }

    /** How many output channels a part has. */
    private int outputs(int part) {
        return Math.min(outputsPerPart, layer.groupOutputs() - part * outputsPerPart);
    }

    /** The elements of G g G^T: a matrix for each, rows (output channel) by columns (input channel, kz). */
    private float[][] transformed(int group, Scratch scratch) {
        WinogradKernels kernels = new WinogradKernels(tiles.winograd(), planes);
        float[][] matrices = new float[side * side][layer.groupOutputs() * planes];
        float[] weight = layer.weight(scratch);
        int taps = layer.height().kernel() * layer.width().kernel();
        for (int output = 0; output < layer.groupOutputs(); output++) {
            scratch.checkCancelled();
            int at = layer.weightStart(group * layer.groupOutputs() + output);
            float[][] products = kernels.transform(weight, at, taps, planes);
            for (int product = 0; product < products.length; product++) {
                System.arraycopy(products[product], 0, matrices[product], output * planes, planes);
            }
        }
        return matrices;
    }

    @Override
    public String algorithm() {
        Box whole = layer.outputBox();
        return tiles.inWords()
                + String.format(
                        Locale.ROOT, ", estimated %.1f times as fast as direct", direct.nanos(whole) / nanos(whole));
    }

    @Override
    public Extent block() {
        return Extent.of(1, tiles.rows().block(), tiles.columns().block());
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    private Lanes.Work work() {
        int outputs = layer.groupOutputs();
        long products = (long) side * side * planes * outputs;
        long perTransform = tiles.winograd().cost();
        long perGather = tiles.areDense() ? PRODUCTS_PER_GATHER : PRODUCTS_PER_LOOKED_UP_GATHER;
        long perPlane = side * (2 * perTransform + Winograd.SUMS * perGather);
        long perOutput = (side + Winograd.SUMS) * perTransform + Winograd.SUMS * Winograd.SUMS * perGather;
        return new Lanes.Work(
                products + planes * perPlane + outputs * perOutput,
                0,
                COPIES_PER_ROW * side * planes,
                COPIES_PER_ROW * Winograd.SUMS * outputs,
                0,
                layer.groups());
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs, output, box, lanes, scratch);
        }
    }

    private void compute(List<Block> inputs, Block output, Box box, Lanes lanes, Scratch scratch) {
        PackedWeights[][][] weights = packed.get(scratch);
        float[] line = scratch.take(tiles.longestPiece(lanes));
        float[][] sums = scratch.takeStrips(side * sumStep());
        PaddedRows rows = layer.rows(inputs.get(0), line);
        try (WinogradTileInput source = new WinogradTileInput(layer, tiles, rows, lanes, scratch);
                WinogradTileOutput results =
                        new WinogradTileOutput(layer, tiles, lanes, output, box, outputsPerPart, scratch)) {
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                int[] columns = tiles.columns(lanes);
                for (int row = 0; row < lanes.runLength(); row++) {
                    for (int group = 0; group < weights.length; group++) {
                        for (int i = 0; i < layer.groupInputs(); i++) {
                            scratch.checkCancelled();
                            source.load(i, group * layer.groupInputs() + i, row, columns);
                        }
                        for (int part = 0; part < weights[group].length; part++) {
                            multiply(weights[group][part], group, part, lanes, source, sums, results, scratch);
                            int first = group * layer.groupOutputs() + part * outputsPerPart;
                            results.store(first, outputs(part), row, columns);
                        }
                    }
                    results.repair(row, columns, direct, inputs);
                }
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.give(line);
        }
    }

    /** An odd distance keeps the sums of a channel apart in the first-level cache. */
    private int sumStep() {
        return outputsPerPart | 1;
    }

    private void begin(int firstChannel, int count, boolean holdsBias, StripLength length, Accumulators sums) {
        for (int i = 0; i < count; i++) {
            int from = sums.row(i, length) + Strip.FIRST;
            Arrays.fill(sums.values(), from, from + length.lanes(), holdsBias ? layer.bias(firstChannel + i) : 0);
        }
    }

    /** A row of products at a time: the sums of all of them would leave the second-level cache. */
    private void multiply(
            PackedWeights[] weights,
            int group,
            int part,
            Lanes lanes,
            WinogradTileInput source,
            float[][] sums,
            WinogradTileOutput results,
            Scratch scratch) {
        int first = group * layer.groupOutputs() + part * outputsPerPart;
        Accumulators accumulators = scratch.accumulators();
        for (int i = 0; i < side; i++) {
            scratch.checkCancelled();
            for (int j = 0; j < side; j++) {
                PackedWeights matrix = weights[i * side + j];
                boolean holdsBias = i == Winograd.ADDEND_OF_ALL && j == Winograd.ADDEND_OF_ALL;
                for (int rows = 0; rows < matrix.groups(); rows++) {
                    int row = matrix.firstRow(rows);
                    begin(first + row, matrix.rows(rows), holdsBias, lanes.length(), accumulators);
                    matrix.multiply(rows, source.table(i * side + j), 0, lanes.length(), accumulators);
                    accumulators.store(sums, j * sumStep() + row, matrix.rows(rows), lanes.length());
                }
            }
            results.takeRow(i, outputs(part), sums, sumStep());
        }
    }
}
