package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.OnFirstUse;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * A convolution computed by the sum of its definition, for any rank, kernel, stride, dilation, padding and grouping.
 *
 * <p>Each value is {@code bias}, to which the products w x are added one after the other, each with one fused multiply-add,
 * in the order of PyTorch's weights (input channel, depth, row, column), very many in {@linkplain SumChains chains}, whatever
 * the box: results are the same bit for bit for all tilings. What the taps of up to 512 output pixels see is laid out in {@linkplain TapStrips strips}, of which a
 * microkernel sums the products for several output channels at a time. Strips are {@linkplain KeptTapStrips kept from row to
 * row}, or those of {@linkplain PlaneTapStrips many rows of a small map} are laid out together.
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

    /** Slices that rows of a strip's length cut into more columns than this are not laid out together. */
    private static final int MAX_PLANE_COLUMNS = 256;

    /** Picking every s-th value of a row takes as long as so many more copies. */
    private static final int COPIES_OF_PICKED = 2;

    /** The number of taps of a part; a multiple of what every microkernel takes at a time. */
    static final int TAPS_PER_PART = 99;

    private final BoundConvolution layer;
    private final boolean isKept;
    private final int tapsPerPart;
    private final OnFirstUse<PackedWeights[][]> packed;
    private final KnownLanes knownLanes;

    private DirectConvolution(BoundConvolution layer, boolean isKept) {
        this(layer, isKept, new OnFirstUse<>(scratch -> pack(layer, scratch)));
    }

    private DirectConvolution(BoundConvolution layer, boolean isKept, OnFirstUse<PackedWeights[][]> packed) {
        this.layer = layer;
        this.isKept = isKept;
        this.packed = packed;
        tapsPerPart = tapsPerPart(layer);
        knownLanes = new KnownLanes(box -> lanes(layer, isKept, box));
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
        return new DirectConvolution(layer, isBetterKept(layer));
    }

    /** The same sums for a map of another shape. */
    DirectConvolution reshaped(BoundConvolution other) {
        return new DirectConvolution(other, isBetterKept(other), packed);
    }

    private static boolean isBetterKept(BoundConvolution layer) {
        return canKeep(layer) && (isCutOften(layer.outputBox()) || isKeptFaster(layer));
    }

    /** Whether rows fill many strips, or there are many slices: nothing is gained there by laying rows side by side. */
    private static boolean isCutOften(Box whole) {
        return (double) whole.depth().size() * whole.width().size() > MAX_PLANE_COLUMNS * Strip.LENGTH;
    }

    private static boolean isKeptFaster(BoundConvolution layer) {
        Box whole = layer.outputBox();
        return Lanes.nanos(lanes(layer, true, whole)) <= Lanes.nanos(lanes(layer, false, whole));
    }

    /** All ways to compute a layer. */
    static List<DirectConvolution> all(BoundConvolution layer) {
        DirectConvolution planes = new DirectConvolution(layer, false);
        return canKeep(layer) ? List.of(planes, new DirectConvolution(layer, true)) : List.of(planes);
    }

    private static boolean canKeep(BoundConvolution layer) {
        return layer.taps() <= MAX_KEPT_TAPS;
    }

    @Override
    public String algorithm() {
        return isKept
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
        return isKept && isLarge && steps >= MIN_STEPS ? steps : 1;
    }

    /** Whether sums are stored while they are in the first-level cache. */
    private boolean isStoredAtOnce() {
        return steps() == 1 && layer.taps() == tapsPerPart;
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

    private static List<Lanes> lanes(BoundConvolution layer, boolean isKept, Box box) {
        return isKept
                ? Lanes.covering(box, layer.height().revisit(), work(layer))
                : new PlaneLanes(layer).covering(box);
    }

    private void compute(Block input, Block output, Lanes lanes, Scratch scratch) {
        PackedWeights[][] weights = packed.get(scratch);
        int abreast = isKept ? Math.min(lanes.abreast(), MAX_KEPT_TAPS / layer.taps()) : 1;
        int steps = steps();
        float[] line = scratch.take(isKept ? layer.longestPiece(lanes) : PlaneTapStrips.ribbonLength(layer, lanes));
        int stripsOfRow = (isKept ? layer.taps() : tapsPerPart) + 1;
        float[][] strips = scratch.takeStrips(abreast * stripsOfRow);
        int sumsAtOnce = isStoredAtOnce() ? weights[0][0].maxRows() : steps * layer.groupOutputs();
        float[][] sums = scratch.takeStrips(SumChains.strips(layer.taps(), sumsAtOnce));
        try {
            PaddedRows rows = layer.rows(input, line);
            SumStrips sumStrips = layer.sums(lanes, output, steps);
            if (isKept) {
                RowStrips loader = new RowStrips(layer, rows, lanes);
                TapStrips[] taps = new TapStrips[abreast];
                for (int i = 0; i < abreast; i++) {
                    int first = i * stripsOfRow;
                    taps[i] = new KeptTapStrips(layer, loader, Arrays.copyOfRange(strips, first, first + stripsOfRow));
                }
                new Sweep(weights, lanes, taps, sums, sumStrips, steps, scratch).runGroups();
            } else {
                TapStrips[] taps = {new PlaneTapStrips(layer, rows, lanes, line, strips)};
                new Sweep(weights, lanes, taps, sums, sumStrips, steps, scratch).runPasses();
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.giveStrips(strips);
            scratch.give(line);
        }
    }

    private static Lanes.Work work(BoundConvolution layer) {
        int height = layer.height().kernel();
        int loadedRows = layer.height().phases();
        int loads = layer.taps() / height * loadedRows;
        if (layer.width().stride() > 1) {
            int rows = loads / layer.width().kernel();
            loads += rows * layer.width().phases() * COPIES_OF_PICKED;
        }
        int outputs = layer.groupOutputs();
        return new Lanes.Work(
                PackedWeights.cost(outputs, layer.taps()), 0, loads, outputs, height - loadedRows, layer.groups());
    }

    /** The way of one thread through one box. */
    private final class Sweep {
        private final PackedWeights[][] weights;
        private final Lanes lanes;
        private final TapStrips[] tapStrips;
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
                SumStrips sumStrips,
                int steps,
                Scratch scratch) {
            this.weights = weights;
            this.lanes = lanes;
            this.tapStrips = tapStrips;
            this.sums = sums;
            areChained = SumChains.areSeveral(layer.taps());
            totals = Arrays.copyOfRange(sums, areChained ? sums.length / 2 : sums.length, sums.length);
            this.sumStrips = sumStrips;
            this.steps = steps;
            isStoredAtOnce = isStoredAtOnce();
            this.scratch = scratch;
        }

        void runGroups() {
            for (int group = 0; group < weights.length; group++) {
                run(group, 0, lanes.passes());
            }
        }

        /** What is known of a pass serves all groups. */
        void runPasses() {
            for (int pass = 0; pass < lanes.passes(); pass++) {
                for (int group = 0; group < weights.length; group++) {
                    run(group, pass, pass + 1);
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
            boolean isLast = endTap == layer.taps();
            boolean isChainEnd = areChained && !isLast && SumChains.endsBetween(firstTap, endTap);
            for (int i = 0; i < matrix.groups(); i++) {
                scratch.checkCancelled();
                int first = matrix.firstRow(i);
                int count = matrix.rows(i);
                int at = isStoredAtOnce ? 0 : held * layer.groupOutputs() + first;
                if (firstTap == 0) {
                    begin(group, first, count, at);
                }
                matrix.multiply(i, taps, from, lanes.length(), sums, at);
                if (isChainEnd) {
                    SumChains.end(sums, totals, at, at + count);
                }
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
            if (areChained) {
                SumChains.begin(totals, at, at + count);
            }
        }

        private void finish(int group, int first, int count, int at) {
            if (areChained) {
                SumChains.finish(sums, totals, at, at + count);
            }
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
