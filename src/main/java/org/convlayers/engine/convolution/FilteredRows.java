package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.kernel.StripSums;
import org.convlayers.engine.layer.PaddedRows;
import org.convlayers.engine.memory.Scratch;

/**
 * The {@linkplain SeparableGroup lines} that four rows of the output are made of: rows of the input, filtered along x.
 *
 * <p>From step to step of a pass, rows that are still looked at are not filtered again. For one thread.
 */
final class FilteredRows implements AutoCloseable {
    private final BoundConvolution layer;
    private final TapGroups tapGroups;
    private final Lanes lanes;
    private final WinogradAxis grid;
    private final PaddedRows input;
    private final Scratch scratch;
    private final int outputHeight;
    private final float[][] shifted;
    private final float[][] strips;
    private final float[][] sums;
    private final float[][] shiftTable;
    private final float[][] sumTable;
    private final int[] places;

    /**
     * Takes memory.
     *
     * @param layer the layer
     * @param tapGroups how the taps of the filters are put in groups
     * @param lines the most lines of a group of channels
     * @param lanes the output pixels; their rows are groups
     * @param grid how output rows are grouped
     * @param input where values come from
     * @param scratch where memory comes from
     */
    FilteredRows(
            BoundConvolution layer,
            TapGroups tapGroups,
            int lines,
            Lanes lanes,
            WinogradAxis grid,
            PaddedRows input,
            Scratch scratch) {
        this.layer = layer;
        this.tapGroups = tapGroups;
        this.lanes = lanes;
        this.grid = grid;
        this.input = input;
        this.scratch = scratch;
        outputHeight = layer.outputBox().height().size();
        places = new int[rows(layer)];
        shifted = scratch.takeStrips(tapGroups.size() + 1);
        strips = scratch.takeStrips(places.length * lines);
        sums = scratch.takeStrips((tapGroups.count() - 1) * lines + 1);
        sumTable = new float[tapGroups.count() * lines][];
        Arrays.fill(shifted[tapGroups.size()], 0);
        shiftTable = PackedWeights.table(shifted, 0, tapGroups.size(), zeros());
    }

    /** How many rows of the input the four rows of the output look at. */
    static int rows(BoundConvolution layer) {
        return layer.height().kernel() + SeparableGroup.ROWS - 1;
    }

    /** A strip of zeros. */
    float[] zeros() {
        return shifted[tapGroups.size()];
    }

    /**
     * Filters the rows that step {@code step} of the pass looks at, which is 0 or the next after that of the last call.
     *
     * @param group the filters
     * @param firstChannel the first input channel of the group
     */
    void load(SeparableGroup group, int firstChannel, int step) {
        int kept = step == 0 ? 0 : layer.height().kernel() - 1;
        for (int row = 0; row < places.length; row++) {
            places[row] = (int) (((long) step * SeparableGroup.ROWS + row) % places.length);
            if (row >= kept) {
                scratch.checkCancelled();
                filter(group, firstChannel, step, row);
            }
        }
    }

    private void filter(SeparableGroup group, int firstChannel, int step, int row) {
        for (int index = 0; index < layer.groupInputs(); index++) {
            for (int kz = 0; kz < layer.depth().kernel(); kz++) {
                for (int segment = 0; segment < lanes.segments(); segment++) {
                    if (step < lanes.rows(segment)) {
                        read(firstChannel + index, kz, segment, step, row);
                    }
                }
                int terms = group.terms(index);
                int line = group.firstLine(index) + kz * terms;
                filter(group.filter(index), terms, places[row] * group.lines() + line);
            }
        }
    }

    private void read(int channel, int kz, int segment, int step, int row) {
        int width = lanes.width(segment) + tapGroups.reach();
        int length = width + (tapGroups.size() - 1) * tapGroups.dilation();
        int firstSeeing = Math.max(0, row - layer.height().kernel() + 1);
        int group = lanes.y(segment, step);
        if (grid.pixel(group, firstSeeing) < outputHeight) {
            int z = layer.depth().source(lanes.z(segment), kz);
            int y = layer.height().source(grid.pixel(group, 0), row);
            input.read(channel, z, y, layer.width().source(lanes.x(segment), 0), length);
        } else {
            // Only rows below the output see it: the block need not hold it.
            input.readNothing(length);
        }
        for (int tap = 0; tap < tapGroups.size(); tap++) {
            int from = input.start() + tap * tapGroups.dilation();
            System.arraycopy(input.values(), from, shifted[tap], lanes.lane(segment), width);
        }
    }

    /** Sums the first group's products where the filtered rows go, and adds the sums of the others, shifted. */
    private void filter(PackedWeights filter, int terms, int to) {
        System.arraycopy(strips, to, sumTable, 0, terms);
        System.arraycopy(sums, 0, sumTable, terms, filter.rows() - terms);
        for (int i = 0; i < filter.rows(); i++) {
            Arrays.fill(sumTable[i], 0);
        }
        for (int i = 0; i < filter.groups(); i++) {
            filter.multiply(i, shiftTable, 0, StripLength.FULL, sumTable, filter.firstRow(i), scratch.accumulators());
        }
        float[] moved = sums[sums.length - 1];
        for (int group = 1; group < tapGroups.count(); group++) {
            int shift = tapGroups.shift(group);
            for (int term = 0; term < terms; term++) {
                System.arraycopy(
                        sumTable[group * terms + term], Strip.FIRST + shift, moved, Strip.FIRST, Strip.LENGTH - shift);
                StripSums.add(moved, strips[to + term]);
            }
        }
    }

    /** The strips of some lines, for each line all rows; what follows in the table stays. */
    void copyTable(SeparableGroup group, List<Integer> lines, float[][] table) {
        int to = 0;
        for (int line : lines) {
            for (int place : places) {
                table[to++] = strips[place * group.lines() + line];
            }
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(sums);
        scratch.giveStrips(strips);
        scratch.giveStrips(shifted);
    }
}
