package org.convlayers.engine.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convlayers.engine.kernel.Accumulators;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/**
 * A convolution whose kernels are of low rank, as those of Gaussians, boxes and derivatives are: rows of the input are
 * filtered along x, and the filtered rows are summed along y (and z). A kernel of rank r takes r (kW + kH) products instead of
 * kW kH.
 *
 * <p>Four rows of the output are computed together, on a grid that is fixed in the output; each value is one fixed chain of
 * operations, so that results are the same bit for bit however the output is cut. They differ from the sum of the definition
 * by {@link RankFactoring#ACCURACY} and the rounding of fewer additions. Values that are not finite are computed anew by
 * that sum, so that infinity and NaN are those that it gives.
 */
final class SeparableConvolution implements LayerKernel {
    /** Two passes over a smaller kernel take longer than one. */
    private static final int MIN_SIDE = 5;

    /** Filtered rows that are kept; more would leave the second-level cache. */
    private static final int MAX_STRIPS = 600;

    /** Beginning and checking the sums of a row takes about as long as so many strips' products. */
    private static final double PRODUCTS_PER_STORED_ROW = 6;

    private final BoundConvolution layer;
    private final LayerKernel direct;
    private final List<SeparableGroup> groups;
    private final TapGroups tapGroups;
    private final WinogradAxis grid;
    private final int lines;
    private final int rank;
    private final KnownLanes knownLanes;

    private SeparableConvolution(BoundConvolution layer, LayerKernel direct, List<List<LowRankKernels>> kernels) {
        this.layer = layer;
        this.direct = direct;
        rank = kernels.stream()
                .flatMap(List::stream)
                .mapToInt(LowRankKernels::rank)
                .max()
                .orElseThrow();
        tapGroups = TapGroups.cheapest(layer.width(), rank);
        grid = new WinogradAxis(SeparableGroup.ROWS, layer.height().revisit());
        groups = kernels.stream()
                .map(parts -> new SeparableGroup(layer, parts, tapGroups))
                .toList();
        lines = groups.stream().mapToInt(SeparableGroup::lines).max().orElseThrow();
        knownLanes =
                new KnownLanes(box -> Lanes.covering(grid.groupsOf(box), grid.dilation(), tapGroups.reach(), work()));
    }

    /** Whether this algorithm suits a layer if the ranks of its kernels are low, which only {@link #of} finds out. */
    static boolean suits(BoundConvolution layer) {
        return Math.min(layer.height().kernel(), layer.width().kernel()) >= MIN_SIDE
                && layer.width().stride() == 1
                && layer.height().revisitTaps() == 1
                && maxTerms(layer) >= layer.groupInputs();
    }

    /** More terms in a group would take more memory than there is cache, or more products than the definition. */
    private static int maxTerms(BoundConvolution layer) {
        int depth = layer.depth().kernel();
        int rows = depth * layer.height().kernel();
        int width = layer.width().kernel();
        long direct = (long) layer.groupInputs() * layer.groupOutputs() * rows * width;
        return (int) Math.min(MAX_STRIPS / (depth * FilteredRows.rows(layer)), direct / (width + rows));
    }

    /**
     * Makes a layer separable, if the ranks of its kernels are low.
     *
     * @param layer a layer that {@link #suits}
     * @param direct computes it by the sum of its definition
     */
    static Optional<LayerKernel> of(BoundConvolution layer, LayerKernel direct) {
        List<List<LowRankKernels>> kernels = new ArrayList<>();
        for (int group = 0; group < layer.groups(); group++) {
            List<LowRankKernels> parts = parts(layer, group * layer.groupOutputs(), maxTerms(layer));
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            kernels.add(parts);
        }
        return Optional.of(new SeparableConvolution(layer, direct, kernels));
    }

    /** The output channels of a group with rows in common or each with its own, whichever takes less products. */
    private static List<LowRankKernels> parts(BoundConvolution layer, int firstChannel, int maxTerms) {
        int outputs = layer.groupOutputs();
        List<LowRankKernels> together = LowRankKernels.of(layer, firstChannel, outputs, maxTerms).stream()
                .toList();
        if (outputs == 1) {
            return together;
        }
        List<LowRankKernels> apart = new ArrayList<>();
        int left = maxTerms;
        for (int output = 0; output < outputs && left > 0; output++) {
            LowRankKernels.of(layer, firstChannel + output, 1, left).ifPresent(apart::add);
            left = apart.size() == output + 1 ? left - apart.get(output).terms() : 0;
        }
        boolean isShared =
                apart.size() < outputs || (!together.isEmpty() && products(layer, together) <= products(layer, apart));
        return isShared ? together : apart;
    }

    private static long products(BoundConvolution layer, List<LowRankKernels> parts) {
        long width = layer.width().kernel();
        long height = layer.height().kernel();
        return parts.stream()
                .mapToLong(part -> (long) part.terms() * layer.depth().kernel() * (width + height * part.outputs()))
                .sum();
    }

    @Override
    public String algorithm() {
        int height = layer.height().kernel();
        int width = layer.width().kernel();
        long products = 0;
        for (SeparableGroup group : groups) {
            products += (long) group.lines() * width;
            for (SeparableGroup.Part part : group.parts()) {
                products += (long) part.outputs() * part.lines().size() * height;
            }
        }
        long outputs = (long) layer.groups() * layer.groupOutputs();
        return String.format(
                Locale.ROOT,
                "separable: rank %d of %dx%d, %d instead of %d products",
                rank,
                height,
                width,
                (products + outputs - 1) / outputs,
                layer.taps());
    }

    @Override
    public Extent block() {
        return Extent.of(1, grid.block(), 1);
    }

    @Override
    public double nanos(Box box) {
        return knownLanes.nanos(box);
    }

    private Lanes.Work work() {
        double row = 0;
        double sums = 0;
        for (SeparableGroup group : groups) {
            for (int input = 0; input < layer.groupInputs(); input++) {
                row += layer.depth().kernel() * tapGroups.products(group.terms(input));
            }
            for (SeparableGroup.Part part : group.parts()) {
                sums += (double) part.outputs() * part.lines().size() * FilteredRows.rows(layer);
            }
        }
        int stores = SeparableGroup.ROWS * layer.groups() * layer.groupOutputs();
        double products = SeparableGroup.ROWS * (row + sums) + stores * PRODUCTS_PER_STORED_ROW;
        return new Lanes.Work(products, (layer.height().kernel() - 1) * row, 0, stores, 0, 1);
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        for (Lanes lanes : knownLanes.of(box)) {
            compute(inputs, output, lanes, new GroupedRows(grid, box.height()), scratch);
        }
    }

    private void compute(List<Block> inputs, Block output, Lanes lanes, GroupedRows outputRows, Scratch scratch) {
        float[] line = scratch.take(
                layer.width().span(lanes.chunkWidth(), layer.width().kernel()));
        float[][] sums = scratch.takeStrips(SeparableGroup.ROWS);
        try (NotFinite notFinite = new NotFinite(lanes, outputRows, scratch);
                FilteredRows rows = new FilteredRows(
                        layer, tapGroups, lines, lanes, grid, layer.rows(inputs.get(0), line), scratch)) {
            Sweep sweep = new Sweep(lanes, outputRows, rows, sums, output, notFinite, scratch.accumulators());
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                sweep.run();
                if (notFinite.isFound()) {
                    notFinite.look();
                    sweep.run();
                    notFinite.replace(direct, inputs, output);
                }
            }
        } finally {
            scratch.giveStrips(sums);
            scratch.give(line);
        }
    }

    /** The way of one thread through one pass after the other. */
    private final class Sweep {
        private final Lanes lanes;
        private final GroupedRows outputRows;
        private final FilteredRows rows;
        private final float[][] table;
        private final float[][] sums;
        private final Block output;
        private final NotFinite notFinite;
        private final Accumulators accumulators;

        Sweep(
                Lanes lanes,
                GroupedRows outputRows,
                FilteredRows rows,
                float[][] sums,
                Block output,
                NotFinite notFinite,
                Accumulators accumulators) {
            this.lanes = lanes;
            this.outputRows = outputRows;
            this.rows = rows;
            this.sums = sums;
            this.output = output;
            this.notFinite = notFinite;
            this.accumulators = accumulators;
            table = new float[PackedWeights.tableLength(lines * FilteredRows.rows(layer))][];
        }

        void run() {
            for (int group = 0; group < groups.size(); group++) {
                SeparableGroup weights = groups.get(group);
                for (int step = 0; step < lanes.runLength(); step++) {
                    rows.load(weights, group * layer.groupInputs(), step);
                    for (SeparableGroup.Part part : weights.parts()) {
                        int firstChannel = group * layer.groupOutputs() + part.firstOutput();
                        Arrays.fill(table, rows.zeros());
                        rows.copyTable(weights, part.lines(), table);
                        for (int i = 0; i < part.outputs(); i++) {
                            sum(part.columns(), i, firstChannel + i, step);
                        }
                    }
                }
            }
        }

        /** Four rows of a channel are what a microkernel sums together. */
        private void sum(PackedWeights columns, int output, int channel, int step) {
            for (float[] sum : sums) {
                Arrays.fill(sum, Strip.FIRST, Strip.END, layer.bias(channel));
            }
            columns.multiply(output, table, 0, StripLength.FULL, sums, 0, accumulators);
            notFinite.check(sums, 0, step);
            for (int row = 0; row < sums.length; row++) {
                layer.epilogue().apply(channel, sums[row], lanes.lane(0), lanes.end());
                store(channel, row, step);
            }
        }

        private void store(int channel, int row, int step) {
            for (int segment = 0; segment < lanes.segments(); segment++) {
                if (step < lanes.rows(segment)) {
                    int y = outputRows.y(lanes, segment, step, row);
                    if (outputRows.rows().contains(y)) {
                        float[] plane = output.plane(channel, lanes.z(segment));
                        int to = output.rowStart(y) + output.column(lanes.x(segment));
                        System.arraycopy(sums[row], lanes.lane(segment), plane, to, lanes.width(segment));
                    }
                }
            }
        }
    }
}
