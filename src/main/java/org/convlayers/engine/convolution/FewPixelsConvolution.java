package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
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

    /** So many values of the input (4 MB) are laid out together. */
    private static final int MAX_LAID_OUT = 1 << 20;

    private static final double NANOS_PER_VALUE_LAID_OUT = 2;

    private static final double NANOS_PER_VALUE_STORED = 2;

    /** Weights, which do not stay in the second-level cache, are read anew for each {@link #MAX_PIXELS} pixels. */
    private static final double NANOS_PER_WEIGHT = 0.25;

    /** Runs of rows are copied from where they stand. */
    private static final float[] NO_LINE = {};

    private final BoundConvolution layer;
    private final OnFirstUse<List<OutputStrips>> strips;

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
        int taps = layer.taps();
        float[] weight = layer.weight(scratch);
        float[] ofTap = new float[Math.min(Strip.LENGTH, layer.groupOutputs())];
        List<OutputStrips> turned = OutputStrips.of(layer, 1, taps, scratch);
        for (OutputStrips outputs : turned) {
            for (int tap = 0; tap < taps; tap++) {
                scratch.checkCancelled();
                for (int i = 0; i < outputs.count(); i++) {
                    ofTap[i] = weight[layer.weightStart(outputs.first() + i) + tap];
                }
                outputs.set(0, tap, ofTap);
            }
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
        double weights = Math.ceil((double) box.pixels() / MAX_PIXELS) * layer.taps() * outputs;
        return box.pixels() * (sums + laidOut * NANOS_PER_VALUE_LAID_OUT + outputs * NANOS_PER_VALUE_STORED)
                + weights * NANOS_PER_WEIGHT;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        List<OutputStrips> turned = strips.get(scratch);
        int width = box.width().size();
        for (Box column : box.cut(2, (width - 1) / MAX_PIXELS + 1, 1)) {
            int rows = MAX_PIXELS / column.width().size();
            for (Box part : column.cut(1, (box.height().size() - 1) / rows + 1, 1)) {
                for (Box piece : part.cut(0, (box.depth().size() - 1) / slicesTogether(part) + 1, 1)) {
                    try (Piece next = new Piece(inputs.get(0), output, piece, scratch)) {
                        for (OutputStrips outputs : turned) {
                            next.sum(outputs);
                            next.store(outputs);
                        }
                    }
                }
            }
        }
    }

    /** How many slices of a box are computed together. */
    private int slicesTogether(Box box) {
        Box slice = box.cut(0, box.depth().size(), 1).get(0);
        int ribbon = PlaneTapStrips.ribbonLength(layer, lanes(slice));
        return (int) Math.max(1, Math.min(MAX_PIXELS / slice.pixels(), MAX_LAID_OUT / ribbon));
    }

    private static Lanes lanes(Box slice) {
        Lanes lanes = Lanes.ofRows(slice, slice.width().size(), 0);
        lanes.moveTo(0);
        return lanes;
    }

    /** What the taps of a slice see: its pixels in lanes side by side. */
    private record Slice(Lanes lanes, TapStrips taps) {}

    /** Few pixels, all of which are computed together. */
    private final class Piece implements AutoCloseable {
        private final Block output;
        private final Box box;
        private final Scratch scratch;
        private final int pixels;
        private final List<Slice> slices = new ArrayList<>();
        private final List<float[]> ribbons = new ArrayList<>();
        private final List<float[][]> strips = new ArrayList<>();
        private final float[] memory;
        private final float[][] columns;
        private final float[][] sums;
        private final float[][] totals;

        Piece(Block input, Block output, Box box, Scratch scratch) {
            this.output = output;
            this.box = box;
            this.scratch = scratch;
            pixels = Math.toIntExact(box.pixels());
            PaddedRows rows = layer.rows(input, NO_LINE);
            for (Box slice : box.cut(0, box.depth().size(), 1)) {
                Lanes lanes = lanes(slice);
                float[] ribbon = scratch.take(PlaneTapStrips.ribbonLength(layer, lanes));
                ribbons.add(ribbon);
                float[][] ofTaps = scratch.takeStrips(PackedWeights.TAPS_AT_ONCE + 1);
                strips.add(ofTaps);
                slices.add(new Slice(lanes, new PlaneTapStrips(layer, rows, lanes, ribbon, ofTaps)));
            }
            memory = scratch.take(PackedWeights.length(pixels, DirectConvolution.TAPS_PER_PART));
            columns = scratch.takeStrips(PackedWeights.TAPS_AT_ONCE);
            sums = scratch.takeStrips(pixels);
            totals = scratch.takeStrips(SumChains.areSeveral(layer.taps()) ? pixels : 0);
        }

        void sum(OutputStrips outputs) {
            boolean areChained = totals.length > 0;
            if (areChained) {
                SumChains.begin(totals, 0, pixels);
            }
            for (float[] sum : sums) {
                System.arraycopy(outputs.biases(), 0, sum, 0, outputs.length().end());
            }
            slices.forEach(slice -> slice.taps().moveTo(0, 0));
            for (int from = 0; from < layer.taps(); from += DirectConvolution.TAPS_PER_PART) {
                int to = Math.min(layer.taps(), from + DirectConvolution.TAPS_PER_PART);
                PackedWeights factors = factors(from, to);
                for (int i = 0; i < factors.groups(); i++) {
                    scratch.checkCancelled();
                    factors.multiply(
                            i,
                            outputs.table(0),
                            from,
                            outputs.length(),
                            sums,
                            factors.firstRow(i),
                            scratch.accumulators());
                }
                if (areChained && to < layer.taps() && SumChains.endsBetween(from, to)) {
                    SumChains.end(sums, totals, 0, pixels);
                }
            }
            if (areChained) {
                SumChains.finish(sums, totals, 0, pixels);
            }
        }

        /** What the taps {@code from} to {@code to - 1} see: rows (pixel) by columns (tap). */
        private PackedWeights factors(int from, int to) {
            PackedWeights factors = PackedWeights.in(memory, pixels, to - from);
            for (int tap = from; tap < to; tap += PackedWeights.TAPS_AT_ONCE) {
                int end = Math.min(to, tap + PackedWeights.TAPS_AT_ONCE);
                int lane = Strip.FIRST;
                for (Slice slice : slices) {
                    int count = pixels / slices.size();
                    int first = slice.taps().load(tap, end);
                    for (int i = 0; i < end - tap; i++) {
                        float[] strip = slice.taps().strips()[first + i];
                        System.arraycopy(strip, slice.lanes().lane(0), columns[i], lane, count);
                    }
                    lane += count;
                }
                for (int i = end - tap; i < columns.length; i++) {
                    Arrays.fill(columns[i], PackedWeights.NO_WEIGHT);
                }
                factors.setTaps(tap - from, columns, 0, 1, Strip.FIRST);
            }
            return factors;
        }

        void store(OutputStrips outputs) {
            int width = box.width().size();
            for (int i = 0; i < outputs.count(); i++) {
                int channel = outputs.first() + i;
                int pixel = 0;
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    float[] plane = output.plane(channel, z);
                    for (int y = box.height().first(); y <= box.height().last(); y++) {
                        int at = output.rowStart(y) + output.column(box.width().first());
                        for (int x = 0; x < width; x++) {
                            plane[at + x] = sums[pixel + x][Strip.FIRST + i];
                        }
                        layer.epilogue().apply(channel, plane, at, at + width);
                        pixel += width;
                    }
                }
            }
        }

        @Override
        public void close() {
            scratch.giveStrips(totals);
            scratch.giveStrips(sums);
            scratch.giveStrips(columns);
            scratch.give(memory);
            strips.forEach(scratch::giveStrips);
            ribbons.forEach(scratch::give);
        }
    }
}
