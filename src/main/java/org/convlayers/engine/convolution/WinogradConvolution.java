package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.Winograd;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution whose kernel is three or five rows high, with fewer products: four output rows are computed together by
 * {@linkplain Winograd F(4, 3) or F(4, 5)}, and along the other axes by the sum of the definition. Dilated kernels take
 * rows that are as far apart.
 *
 * <p>These rows lie on a {@linkplain WinogradAxis grid} that is fixed in the output. Each value depends on the input of
 * its group alone: results are the same bit for bit for all tilings. Where a result is not finite, the pixels of its group
 * are computed directly, so that infinity and NaN stay where they are seen.
 */
final class WinogradConvolution implements LayerKernel {
    /** At most about so many strips are laid out at a time, for all products of some taps: 200 kB stay in the second-level cache beside the sums. */
    private static final int STRIPS_PER_PART = 96;

    /** The sums of all products do not stay in the first-level cache: each part of the taps fetches them and puts them back. */
    private static final int PRODUCTS_PER_SUM_OF_PART = 3;

    private final BoundConvolution layer;
    private final DirectConvolution direct;
    private final Winograd winograd;
    private final int products;
    private final WinogradAxis grid;
    private final int parts;
    private final int channelsPerPart;
    private final int tapsPerChannel;
    private final OnFirstUse<PackedWeights[][][]> packed;
    private final KnownLanes knownLanes;

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    WinogradConvolution(BoundConvolution layer) {
        this.layer = layer;
        direct = DirectConvolution.of(layer);
        winograd = Winograd.ofTaps(layer.height().kernel()).orElseThrow();
        products = winograd.products();
        grid = new WinogradAxis(Winograd.SUMS, layer.height().dilation());
        tapsPerChannel = layer.depth().kernel() * layer.width().kernel();
        int tapsPerPart = STRIPS_PER_PART / products;
        int fewestParts = (layer.groupInputs() * tapsPerChannel + tapsPerPart - 1) / tapsPerPart;
        channelsPerPart = Math.max(1, (layer.groupInputs() + fewestParts - 1) / fewestParts);
        parts = (layer.groupInputs() + channelsPerPart - 1) / channelsPerPart;
        packed = new OnFirstUse<>(this::pack);
        knownLanes = new KnownLanes(box -> Lanes.covering(grid.groupsOf(box), 1, work()));
    }

    /** Whether this algorithm can compute a layer. */
    static boolean suits(BoundConvolution layer) {
        return Winograd.ofTaps(layer.height().kernel()).isPresent()
                && layer.height().stride() == 1
                && layer.width().stride() == 1;
    }

    private PackedWeights[][][] pack(Scratch scratch) {
        PackedWeights[][][] weights = new PackedWeights[layer.groups()][parts][products];
        float[] matrix = new float[layer.groupOutputs() * layer.groupInputs() * tapsPerChannel];
        for (int group = 0; group < weights.length; group++) {
            for (int product = 0; product < products; product++) {
                transform(group, product, matrix, scratch);
                for (int part = 0; part < parts; part++) {
                    scratch.checkCancelled();
                    weights[group][part][product] = pack(matrix, part);
                }
            }
        }
        return weights;
    }

    private PackedWeights pack(float[] matrix, int part) {
        int taps = layer.groupInputs() * tapsPerChannel;
        int first = part * channelsPerPart * tapsPerChannel;
        int count = Math.min(channelsPerPart * tapsPerChannel, taps - first);
        return PackedWeights.of(matrix, first, taps, layer.groupOutputs(), count);
    }

    /** Fills a matrix with rows (output channel) by columns (input channel, kz, kx). */
    private void transform(int group, int product, float[] matrix, Scratch scratch) {
        int outputs = layer.groupOutputs();
        int width = layer.width().kernel();
        int planes = layer.planes();
        float[] weight = layer.weight(scratch);
        double[] factors = winograd.weights(product);
        int at = layer.weightStart(group * outputs);
        int to = 0;
        for (int output = 0; output < outputs; output++) {
            scratch.checkCancelled();
            for (int plane = 0; plane < planes; plane++, at += factors.length * width) {
                for (int kx = 0; kx < width; kx++, to++) {
                    double sum = 0;
                    for (int ky = 0; ky < factors.length; ky++) {
                        sum += factors[ky] * weight[at + ky * width + kx];
                    }
                    matrix[to] = (float) sum;
                }
            }
        }
    }

    @Override
    public String algorithm() {
        return String.format(
                Locale.ROOT,
                "Winograd F(%d,%d) along y: %d products instead of %d, estimated %.1f times as fast as direct",
                Winograd.SUMS,
                winograd.taps(),
                products,
                Winograd.SUMS * winograd.taps(),
                direct.nanos(layer.outputBox()) / nanos(layer.outputBox()));
    }

    @Override
    public Extent block() {
        return Extent.of(1, grid.block(), 1);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs, output, box, lanes, scratch);
        }
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    private Lanes.Work work() {
        int taps = layer.groupInputs() * tapsPerChannel;
        int rows = taps / layer.width().kernel();
        int outputs = layer.groupOutputs();
        long sums = (long) products * outputs;
        return new Lanes.Work(
                sums * (taps + parts * PRODUCTS_PER_SUM_OF_PART) + (long) winograd.cost() * (rows + outputs),
                0,
                products * taps,
                Winograd.SUMS * outputs,
                0,
                layer.groups());
    }

    private void compute(List<Block> inputs, Block output, Box box, Lanes lanes, Scratch scratch) {
        PackedWeights[][][] weights = packed.get(scratch);
        float[] line = scratch.take(layer.longestPiece(lanes));
        float[][] sums = scratch.takeStrips(products * layer.groupOutputs());
        float[][] totals = scratch.takeStrips(areChained() ? sums.length : 0);
        PaddedRows rows = layer.rows(inputs.get(0), line);
        int taps = channelsPerPart * tapsPerChannel;
        try (WinogradTaps tapStrips = new WinogradTaps(layer, winograd, grid, rows, lanes, taps, scratch);
                WinogradSums results = new WinogradSums(layer, winograd, grid, lanes, output, box, scratch)) {
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                for (int row = 0; row < lanes.runLength(); row++) {
                    for (int group = 0; group < weights.length; group++) {
                        multiply(weights[group], group, row, lanes, tapStrips, sums, totals, scratch);
                        results.store(group, row, sums);
                    }
                    results.repair(row, direct, inputs);
                }
            }
        } finally {
            scratch.giveStrips(totals);
            scratch.giveStrips(sums);
            scratch.give(line);
        }
    }

    /** Whether the sums of each product are made of several chains. */
    private boolean areChained() {
        return SumChains.areSeveral(layer.groupInputs() * tapsPerChannel);
    }

    private void begin(int group, Lanes lanes, float[][] sums) {
        int channels = layer.groupOutputs();
        for (int i = 0; i < sums.length; i++) {
            boolean holdsBias = i / channels == Winograd.ADDEND_OF_ALL;
            Arrays.fill(
                    sums[i],
                    Strip.FIRST,
                    lanes.length().end(),
                    holdsBias ? layer.bias(group * channels + i % channels) : 0);
        }
    }

    private void multiply(
            PackedWeights[][] weights,
            int group,
            int row,
            Lanes lanes,
            WinogradTaps taps,
            float[][] sums,
            float[][] totals,
            Scratch scratch) {
        begin(group, lanes, sums);
        SumChains.begin(totals, 0, totals.length);
        int firstChannel = group * layer.groupInputs();
        for (int part = 0; part < weights.length; part++) {
            scratch.checkCancelled();
            int first = part * channelsPerPart;
            int channels = Math.min(channelsPerPart, layer.groupInputs() - first);
            taps.load(firstChannel + first, channels, row);
            for (int i = 0; i < products; i++) {
                PackedWeights matrix = weights[part][i];
                for (int rows = 0; rows < matrix.groups(); rows++) {
                    int at = i * layer.groupOutputs() + matrix.firstRow(rows);
                    matrix.multiply(rows, taps.table(i), 0, lanes.length(), sums, at, scratch.accumulators());
                }
            }
            boolean isLast = first + channels == layer.groupInputs();
            if (!isLast && SumChains.endsBetween(first * tapsPerChannel, (first + channels) * tapsPerChannel)) {
                SumChains.end(sums, totals, 0, totals.length);
            }
        }
        SumChains.finish(sums, totals, 0, totals.length);
    }
}
