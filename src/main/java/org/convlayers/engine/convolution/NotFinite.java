package org.convlayers.engine.convolution;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.StripSums;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/**
 * Finds pixels of a pass whose results are not finite, and has them computed by another algorithm.
 *
 * <p>Usually there are none: then it costs a look at each strip of sums and one at the lanes of the whole pass. If there
 * are, the pass is computed a second time while {@link #look looking}. For one thread.
 */
final class NotFinite implements AutoCloseable {
    /** Of all channels together so many values are computed anew at a time: 2 MB. */
    private static final int VALUES = 1 << 19;

    private final Lanes lanes;
    private final GroupedRows outputRows;
    private final Scratch scratch;
    private final float[][] check;
    private final BitSet pixels = new BitSet();
    private boolean isLooking;

    /**
     * Takes memory.
     *
     * @param lanes the pixels; their rows are groups
     * @param outputRows the rows that are wanted of them
     * @param scratch where memory comes from
     */
    NotFinite(Lanes lanes, GroupedRows outputRows, Scratch scratch) {
        this.lanes = lanes;
        this.outputRows = outputRows;
        this.scratch = scratch;
        check = scratch.takeStrips(1);
        Arrays.fill(check[0], 0);
    }

    /**
     * Takes note of the finished sums of four rows.
     *
     * @param sums four of these strips
     * @param first the first of the four
     * @param step how many times four rows of each run are before them
     */
    void check(float[][] sums, int first, int step) {
        if (!isLooking) {
            StripSums.checkFinite(sums, first, check[0]);
            return;
        }
        for (int segment = 0; segment < lanes.segments(); segment++) {
            for (int row = 0; row < SeparableGroup.ROWS && step < lanes.rows(segment); row++) {
                if (outputRows.rows().contains(outputRows.y(lanes, segment, step, row))) {
                    find(sums[first + row], segment, pixel(step, row, 0));
                }
            }
        }
    }

    private void find(float[] sums, int segment, int firstPixel) {
        int begin = lanes.lane(segment);
        for (int lane = begin; lane < begin + lanes.width(segment); lane++) {
            if (!Float.isFinite(sums[lane])) {
                pixels.set(firstPixel + lane);
            }
        }
    }

    private static int pixel(int step, int row, int lane) {
        return (step * SeparableGroup.ROWS + row) * Strip.END + lane;
    }

    /** Whether a result of the pass was not finite. */
    boolean isFound() {
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int begin = lanes.lane(segment);
            int end = lanes.rows(segment) > 0 ? begin + lanes.width(segment) : begin;
            for (int lane = begin; lane < end; lane++) {
                if (check[0][lane] != 0) { // also if it is not a number
                    return true;
                }
            }
        }
        return false;
    }

    /** From now on to {@link #replace}, notes which pixels they are. */
    void look() {
        isLooking = true;
    }

    /**
     * Replaces all channels of the pixels found, and begins anew.
     *
     * @param other computes the same layer
     * @param inputs the layer's input
     * @param output where results go
     */
    void replace(LayerKernel other, List<Block> inputs, Block output) {
        int most = Math.max(1, VALUES / Strip.LENGTH / output.channels());
        for (int segment = 0; segment < lanes.segments(); segment++) {
            // With dilation the rows between belong to other runs.
            int height = outputRows.grid().dilation() == 1 ? most : 1;
            int end = lanes.runLength() * SeparableGroup.ROWS;
            for (int row = 0; row < end; row += height) {
                replace(segment, row, Math.min(end, row + height), other, inputs, output);
            }
        }
        pixels.clear();
        Arrays.fill(check[0], 0);
        isLooking = false;
    }

    /** Computes the smallest box around the pixels found in some rows of a run. */
    private void replace(int segment, int firstRow, int endRow, LayerKernel other, List<Block> inputs, Block output) {
        int begin = lanes.lane(segment);
        int end = begin + lanes.width(segment);
        int left = end;
        int right = begin;
        int top = endRow;
        int bottom = firstRow;
        for (int row = firstRow; row < endRow; row++) {
            int lane = pixels.nextSetBit(pixel(0, row, begin)) - pixel(0, row, 0);
            if (lane >= begin && lane < end) {
                left = Math.min(left, lane);
                right = Math.max(right, pixels.previousSetBit(pixel(0, row, end - 1)) - pixel(0, row, 0));
                top = Math.min(top, row);
                bottom = row;
            }
        }
        if (top == endRow) {
            return;
        }
        int x = lanes.x(segment) - begin;
        int z = lanes.z(segment);
        Range rows = new Range(y(segment, top), y(segment, bottom));
        Box box = new Box(new Range(z, z), rows, new Range(x + left, x + right));
        Block found = scratch.block(output.channels(), Region.of(box));
        try {
            other.compute(inputs, found, box, scratch);
            for (int row = top; row <= bottom; row++) {
                copy(found, output, z, y(segment, row), pixel(0, row, 0) - x, box.width());
            }
        } finally {
            scratch.give(found);
        }
    }

    private int y(int segment, int row) {
        return outputRows.y(lanes, segment, row / SeparableGroup.ROWS, row % SeparableGroup.ROWS);
    }

    /** @param shift what must be added to a column to have the pixel's number */
    private void copy(Block from, Block to, int z, int y, int shift, Range columns) {
        for (int x = columns.first(); x <= columns.last(); x++) {
            if (pixels.get(shift + x)) {
                for (int channel = 0; channel < to.channels(); channel++) {
                    float value = from.plane(channel, z)[from.rowStart(y) + from.column(x)];
                    to.plane(channel, z)[to.rowStart(y) + to.column(x)] = value;
                }
            }
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(check);
    }
}
