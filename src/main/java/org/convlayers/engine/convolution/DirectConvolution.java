package org.convlayers.engine.convolution;

import java.util.List;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution computed by the sum of its definition, for any rank, kernel, stride, dilation, padding and grouping.
 *
 * <p>Each value is {@code bias}, to which the products w x are added one after the other, each with one fused multiply-add,
 * in the order of PyTorch's weights (input channel, depth, row, column), very many in {@linkplain SumChains chains}, whatever
 * the box: results are the same bit for bit for all tilings. What the taps of up to 512 output pixels see is {@linkplain
 * TapLayout laid out} in strips, of which a microkernel sums the products for several output channels at a time.
 */
final class DirectConvolution implements LayerKernel {
    /**
     * So many taps' strips (about 650 kB) stay in the second-level cache while all output channels go through them; of more
     * taps, all output channels take one part after the other.
     */
    static final int MAX_TAPS_AT_ONCE = 300;

    /** Slices that rows of a strip's length cut into more columns than this are not laid out together. */
    private static final int MAX_PLANE_COLUMNS = 256;

    /** The number of taps of a part; a multiple of what every microkernel takes at a time. */
    static final int TAPS_PER_PART = 99;

    private final BoundConvolution layer;
    private final TapLayout layout;
    private final int tapsPerPart;
    private final OnFirstUse<PackedWeights[][]> packed;
    private final KnownLanes knownLanes;

    private DirectConvolution(BoundConvolution layer, TapLayout layout) {
        this(layer, layout, new OnFirstUse<>(scratch -> pack(layer, scratch)));
    }

    private DirectConvolution(BoundConvolution layer, TapLayout layout, OnFirstUse<PackedWeights[][]> packed) {
        this.layer = layer;
        this.layout = layout;
        this.packed = packed;
        tapsPerPart = tapsPerPart(layer);
        knownLanes = new KnownLanes(layout::lanes);
    }

    private static int tapsPerPart(BoundConvolution layer) {
        return layer.taps() <= MAX_TAPS_AT_ONCE ? layer.taps() : TAPS_PER_PART;
    }

    private static PackedWeights[][] pack(BoundConvolution layer, Scratch scratch) {
        int taps = layer.taps();
        int tapsPerPart = tapsPerPart(layer);
        PackedWeights[][] weights = new PackedWeights[layer.groups()][(taps + tapsPerPart - 1) / tapsPerPart];
        for (int group = 0; group < weights.length; group++) {
            for (int part = 0; part < weights[group].length; part++) {
                scratch.checkCancelled();
                int first = part * tapsPerPart;
                int start = layer.weightStart(group * layer.groupOutputs()) + first;
                int count = Math.min(tapsPerPart, taps - first);
                weights[group][part] =
                        PackedWeights.of(layer.weight(scratch), start, taps, layer.groupOutputs(), count);
            }
        }
        return weights;
    }

    /** Prepares a layer in the way that is estimated to be the faster one. */
    static DirectConvolution of(BoundConvolution layer) {
        return new DirectConvolution(layer, faster(layer));
    }

    /** The same sums for a map of another shape. */
    DirectConvolution reshaped(BoundConvolution other) {
        return new DirectConvolution(other, faster(other), packed);
    }

    private static TapLayout faster(BoundConvolution layer) {
        TapLayout planes = new PlaneTaps(layer, tapsPerPart(layer));
        TapLayout kept = new KeptTaps(layer);
        boolean isKept =
                KeptTaps.suit(layer) && (isCutOften(layer.outputBox()) || nanos(kept, layer) <= nanos(planes, layer));
        return isKept ? kept : planes;
    }

    /** Whether rows fill many strips, or there are many slices: nothing is gained there by laying rows side by side. */
    private static boolean isCutOften(Box whole) {
        return (double) whole.depth().size() * whole.width().size() > MAX_PLANE_COLUMNS * Strip.LENGTH;
    }

    private static double nanos(TapLayout layout, BoundConvolution layer) {
        return Lanes.nanos(layout.lanes(layer.outputBox()));
    }

    /** All ways to compute a layer. */
    static List<DirectConvolution> all(BoundConvolution layer) {
        DirectConvolution planes = new DirectConvolution(layer, new PlaneTaps(layer, tapsPerPart(layer)));
        return KeptTaps.suit(layer)
                ? List.of(planes, new DirectConvolution(layer, new KeptTaps(layer)))
                : List.of(planes);
    }

    @Override
    public String algorithm() {
        return "direct: " + layout.inWords();
    }

    /** Whether sums are stored while they are in the first-level cache. */
    private boolean isStoredAtOnce() {
        return layout.steps() == 1 && layer.taps() == tapsPerPart;
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

    private void compute(Block input, Block output, Lanes lanes, Scratch scratch) {
        PackedWeights[][] weights = packed.get(scratch);
        int steps = layout.steps();
        float[] line = scratch.take(layout.lineLength(lanes));
        float[][] strips = scratch.takeStrips(layout.abreast(lanes) * layout.stripsOfPass());
        int sumsAtOnce = isStoredAtOnce() ? 0 : steps * layer.groupOutputs();
        float[][] sums = scratch.takeStrips(sumsAtOnce);
        float[][] totals = scratch.takeStrips(SumChains.areSeveral(layer.taps()) ? sumsAtOnce : 0);
        try {
            TapStrips[] taps = layout.strips(lanes, layer.rows(input, line), line, strips);
            SumStrips sumStrips = layer.sums(lanes, output, steps);
            new Sweep(weights, lanes, taps, sums, totals, sumStrips, steps, scratch).run();
        } finally {
            scratch.giveStrips(totals);
            scratch.giveStrips(sums);
            scratch.giveStrips(strips);
            scratch.give(line);
        }
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final PackedWeights[][] weights;
        private final Lanes lanes;
        private final TapStrips[] tapStrips;
        private final Accumulators accumulators;
        private final float[][] sums;
        private final boolean areChained;
        private final float[][] totals;
        private final SumStrips sumStrips;
        private final int steps;
        private final boolean isStoredAtOnce;
        private final Scratch scratch;
        private int held;

        Sweep(
                PackedWeights[][] weights,
                Lanes lanes,
                TapStrips[] tapStrips,
                float[][] sums,
                float[][] totals,
                SumStrips sumStrips,
                int steps,
                Scratch scratch) {
            this.weights = weights;
            this.lanes = lanes;
            this.tapStrips = tapStrips;
            accumulators = scratch.accumulators();
            this.sums = sums;
            this.totals = totals;
            areChained = totals.length > 0;
            this.sumStrips = sumStrips;
            this.steps = steps;
            isStoredAtOnce = isStoredAtOnce();
            this.scratch = scratch;
        }

        void run() {
            int together = layout.goesByGroups() ? lanes.passes() : 1;
            for (int pass = 0; pass < lanes.passes(); pass += together) {
                for (int group = 0; group < weights.length; group++) {
                    run(group, pass, pass + together);
                }
            }
        }

        private void run(int group, int firstPass, int endPass) {
            for (int first = firstPass; first < endPass; first += tapStrips.length) {
                int end = Math.min(endPass, first + tapStrips.length);
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
            taps.moveTo(group * layer.groupInputs(), row);
            for (int part = 0; part < weights[group].length; part++) {
                int first = part * tapsPerPart;
                int end = Math.min(layer.taps(), first + tapsPerPart);
                int from = taps.load(first, end);
                multiply(group, weights[group][part], first, end, taps.strips(), from);
            }
            if (!isStoredAtOnce) {
                held++;
                if (held == steps) {
                    storeHeld(group);
                }
            }
        }

        /** Adds the products of the taps {@code firstTap} to {@code endTap - 1}. */
        private void multiply(int group, PackedWeights matrix, int firstTap, int endTap, float[][] taps, int from) {
            int copies = isStoredAtOnce ? 0 : 1;
            boolean isAccumulated =
                    endTap - firstTap == layer.taps() && Accumulators.pay(layer.taps(), copies, lanes.length());
            for (int i = 0; i < matrix.groups(); i++) {
                scratch.checkCancelled();
                if (isAccumulated) {
                    accumulate(group, matrix, i, taps, from);
                } else {
                    add(group, matrix, i, firstTap, endTap, taps, from);
                }
            }
        }

        /** Makes the sums of all taps. */
        private void accumulate(int group, PackedWeights matrix, int i, float[][] taps, int from) {
            float[] values = accumulators.values();
            int firstChannel = group * layer.groupOutputs() + matrix.firstRow(i);
            int count = matrix.rows(i);
            for (int row = 0; row < count; row++) {
                sumStrips.begin(firstChannel + row, values, accumulators.row(row, lanes.length()));
            }
            matrix.multiply(i, taps, from, lanes.length(), accumulators);
            for (int row = 0; row < count; row++) {
                int at = accumulators.row(row, lanes.length());
                sumStrips.finish(firstChannel + row, values, at);
                if (isStoredAtOnce) {
                    sumStrips.store(0, firstChannel + row, values, at);
                }
            }
            if (!isStoredAtOnce) {
                accumulators.store(sums, strip(matrix, i), count, lanes.length());
            }
        }

        /** The strip of the first sum. */
        private int strip(PackedWeights matrix, int i) {
            return held * layer.groupOutputs() + matrix.firstRow(i);
        }

        /** Adds some of the taps to sums in strips. */
        private void add(int group, PackedWeights matrix, int i, int firstTap, int endTap, float[][] taps, int from) {
            int firstChannel = group * layer.groupOutputs() + matrix.firstRow(i);
            int at = strip(matrix, i);
            int end = at + matrix.rows(i);
            if (firstTap == 0) {
                for (int strip = at; strip < end; strip++) {
                    sumStrips.begin(firstChannel + strip - at, sums[strip]);
                }
                if (areChained) {
                    SumChains.begin(totals, at, end);
                }
            }
            matrix.multiply(i, taps, from, lanes.length(), sums, at, accumulators);
            if (endTap == layer.taps()) {
                if (areChained) {
                    SumChains.finish(sums, totals, at, end);
                }
                for (int strip = at; strip < end; strip++) {
                    sumStrips.finish(firstChannel + strip - at, sums[strip]);
                }
            } else if (areChained && SumChains.endsBetween(firstTap, endTap)) {
                SumChains.end(sums, totals, at, end);
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
