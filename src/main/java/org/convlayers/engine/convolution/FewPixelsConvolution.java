package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution of maps of few pixels, such as the last ones of a classifier or those of a gate after global pooling: strips of
 * pixels would be nearly empty, so that output channels lie in the lanes, and pixels take the place of channels.
 *
 * <p>Each value is the sum of {@link DirectConvolution}: {@code bias}, to which the products w x are added one after the
 * other, each with one fused multiply-add, in the order of PyTorch's weights, very many in {@linkplain SumChains chains}.
 */
final class FewPixelsConvolution implements LayerKernel {
    /** So many pixels' sums (about 140 kB) stay in the second-level cache together with a part of the weights. */
    private static final int MAX_PIXELS = 64;

    private static final double NANOS_PER_VALUE_LAID_OUT = 2;

    private static final double NANOS_PER_VALUE_STORED = 2;

    private final BoundConvolution layer;
    private final OnFirstUse<List<OutputStrips>> strips;

    /** Some output channels side by side: the weights of a tap are a strip, and so are the biases. */
    private static final class OutputStrips {
        final int first;
        final int count;
        final StripLength length;
        final float[][] weights;
        final float[] biases;

        OutputStrips(BoundConvolution layer, int first, int count, Scratch scratch) {
            this.first = first;
            this.count = count;
            length = StripLength.covering(count);
            weights = new float[PackedWeights.tableLength(layer.taps())][];
            Arrays.setAll(weights, tap -> {
                scratch.checkCancelled();
                return Strip.allocate(length);
            });
            biases = Strip.allocate(length);
            float[] weight = layer.weight(scratch);
            for (int output = 0; output < count; output++) {
                scratch.checkCancelled();
                biases[Strip.FIRST + output] = layer.bias(first + output);
                int start = layer.weightStart(first + output);
                for (int tap = 0; tap < layer.taps(); tap++) {
                    weights[tap][Strip.FIRST + output] = weight[start + tap];
                }
            }
        }
    }

    /**
     * Prepares a layer.
     *
     * @param layer a layer that {@link #suits}
     */
    FewPixelsConvolution(BoundConvolution layer) {
        this.layer = layer;
        strips = new OnFirstUse<>(this::turnRound);
    }

    private List<OutputStrips> turnRound(Scratch scratch) {
        int outputs = layer.groupOutputs();
        List<OutputStrips> turned = new ArrayList<>();
        for (int first = 0; first < outputs; first += Strip.LENGTH) {
            turned.add(new OutputStrips(layer, first, Math.min(Strip.LENGTH, outputs - first), scratch));
        }
        return turned;
    }

    /** Whether this algorithm suits a layer: all output channels see the same taps. */
    static boolean suits(BoundConvolution layer) {
        return layer.groups() == 1;
    }

    @Override
    public String algorithm() {
        return "direct: " + layer.taps() + " taps, channels side by side";
    }

    @Override
    public double nanos(Box box) {
        int outputs = layer.groupOutputs();
        double lengths = StripLength.cost(outputs);
        int pixels = (int) Math.min(box.pixels(), MAX_PIXELS);
        double sums = PackedWeights.cost(pixels, layer.taps()) * lengths * Lanes.Work.NANOS_PER_STRIP_PRODUCT / pixels;
        double laidOut = (double) layer.taps() * Lanes.ceilDiv(outputs, Strip.LENGTH);
        return box.pixels() * (sums + laidOut * NANOS_PER_VALUE_LAID_OUT + outputs * NANOS_PER_VALUE_STORED);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        List<OutputStrips> turned = strips.get(scratch);
        WindowAxis width = layer.width();
        float[] line = scratch.take(width.span(Math.min(MAX_PIXELS, box.width().size()), width.kernel()));
        float[] values = scratch.take(MAX_PIXELS * DirectConvolution.TAPS_PER_PART);
        int pixelsAtOnce = (int) Math.min(box.pixels(), MAX_PIXELS);
        float[][] sums = scratch.takeStrips(pixelsAtOnce);
        float[][] totals = scratch.takeStrips(SumChains.areSeveral(layer.taps()) ? pixelsAtOnce : 0);
        try {
            PaddedRows rows = layer.rows(inputs.get(0), line);
            int passes = Math.toIntExact((box.pixels() + MAX_PIXELS - 1) / MAX_PIXELS);
            for (int pass = 0; pass < passes; pass++) {
                int first = (int) (box.pixels() * pass / passes);
                int end = (int) (box.pixels() * (pass + 1) / passes);
                Pixels pixels = new Pixels(box, first, end - first);
                for (OutputStrips outputs : turned) {
                    sum(pixels, rows, values, outputs, sums, totals, scratch);
                    store(pixels, outputs, sums, output);
                }
            }
        } finally {
            scratch.giveStrips(totals);
            scratch.giveStrips(sums);
            scratch.give(values);
            scratch.give(line);
        }
    }

    /** Pixels of a box that follow one another, row by row. */
    private record Pixels(Box box, int first, int count) {
        /** What is done with pixels of a row. */
        interface Action {
            /**
             * Does it.
             *
             * @param number the number of the first of them among the pixels
             * @param count how many
             */
            void run(int number, int z, int y, int x, int count);
        }

        void forEachPiece(Action action) {
            int width = box.width().size();
            int height = box.height().size();
            for (int done = 0; done < count; ) {
                int row = (first + done) / width;
                int x = (first + done) % width;
                int pixels = Math.min(width - x, count - done);
                action.run(
                        done,
                        box.depth().first() + row / height,
                        box.height().first() + row % height,
                        box.width().first() + x,
                        pixels);
                done += pixels;
            }
        }
    }

    private void sum(
            Pixels pixels,
            PaddedRows rows,
            float[] values,
            OutputStrips outputs,
            float[][] sums,
            float[][] totals,
            Scratch scratch) {
        boolean areChained = totals.length > 0;
        if (areChained) {
            SumChains.begin(totals, 0, pixels.count());
        }
        for (int pixel = 0; pixel < pixels.count(); pixel++) {
            System.arraycopy(outputs.biases, 0, sums[pixel], 0, outputs.biases.length);
        }
        for (int from = 0; from < layer.taps(); from += DirectConvolution.TAPS_PER_PART) {
            int to = Math.min(layer.taps(), from + DirectConvolution.TAPS_PER_PART);
            layOut(pixels, rows, from, to, values);
            PackedWeights factors = PackedWeights.of(values, 0, to - from, pixels.count(), to - from);
            for (int i = 0; i < factors.groups(); i++) {
                scratch.checkCancelled();
                factors.multiply(
                        i, outputs.weights, from, outputs.length, sums, factors.firstRow(i), scratch.accumulators());
            }
            if (areChained && to < layer.taps() && SumChains.endsBetween(from, to)) {
                SumChains.end(sums, totals, 0, pixels.count());
            }
        }
        if (areChained) {
            SumChains.finish(sums, totals, 0, pixels.count());
        }
    }

    /** What the taps {@code from} to {@code to - 1} see, pixel after pixel. */
    private void layOut(Pixels pixels, PaddedRows rows, int from, int to, float[] values) {
        WindowAxis width = layer.width();
        int kernel = width.kernel();
        for (int tap = from; tap < to; ) {
            int kx = tap % kernel;
            int count = Math.min(kernel - kx, to - tap);
            int row = tap / kernel;
            int kz = row / layer.height().kernel() % layer.depth().kernel();
            int ky = row % layer.height().kernel();
            int channel = row / layer.height().kernel() / layer.depth().kernel();
            int at = tap - from;
            pixels.forEachPiece((number, z, y, x, length) -> {
                int sourceZ = layer.depth().source(z, kz);
                int sourceY = layer.height().source(y, ky);
                rows.read(channel, sourceZ, sourceY, width.source(x, kx), width.span(length, count));
                copy(rows, length, count, values, number * (to - from) + at, to - from);
            });
            tap += count;
        }
    }

    private void copy(PaddedRows rows, int pixels, int taps, float[] to, int at, int step) {
        float[] from = rows.values();
        for (int tap = 0; tap < taps; tap++) {
            int source = rows.start() + tap * layer.width().dilation();
            for (int pixel = 0; pixel < pixels; pixel++) {
                to[at + tap + pixel * step] =
                        from[source + pixel * layer.width().stride()];
            }
        }
    }

    private void store(Pixels pixels, OutputStrips outputs, float[][] sums, Block output) {
        pixels.forEachPiece((number, z, y, x, count) -> {
            int at = output.rowStart(y) + output.column(x);
            for (int i = 0; i < outputs.count; i++) {
                float[] plane = output.plane(outputs.first + i, z);
                for (int pixel = 0; pixel < count; pixel++) {
                    plane[at + pixel] = sums[number + pixel][Strip.FIRST + i];
                }
                layer.epilogue().apply(outputs.first + i, plane, at, at + count);
            }
        });
    }
}
