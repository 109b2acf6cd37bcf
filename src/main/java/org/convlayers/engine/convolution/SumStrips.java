package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.memory.Block;

/**
 * Begins sums with a bias and stores finished ones: between lies the product of weights and strips. For one thread.
 *
 * <p>The rows of several steps can be stored together, channel by channel.
 */
final class SumStrips {
    /** In place of an index where a segment has no row. */
    private static final int NO_ROW = -1;

    private final Lanes lanes;
    private final float[] bias;
    private final Epilogue epilogue;
    private final Block output;
    private final Targets[] steps;

    /**
     * Makes one.
     *
     * @param steps how many steps are to be stored together
     */
    SumStrips(Lanes lanes, float[] bias, Epilogue epilogue, Block output, int steps) {
        this.lanes = lanes;
        this.bias = bias;
        this.epilogue = epilogue;
        this.output = output;
        this.steps = new Targets[steps];
        Arrays.setAll(this.steps, step -> new Targets(lanes.segments()));
    }

    /** Where the rows of a step go, segment by segment. */
    private static final class Targets {
        final int[] starts;
        final int[] slices;
        final int[] widths;

        /** The pass and the row of its runs that they were found for, if any. */
        int pass = NO_ROW;

        int row = NO_ROW;

        Targets(int segments) {
            starts = new int[segments];
            slices = new int[segments];
            widths = new int[segments];
        }
    }

    /** Makes a strip the sum of an output channel's bias and nothing yet, in the lanes of the pass. */
    void begin(int channel, float[] sum) {
        begin(channel, sum, 0);
    }

    /** The same for a row that begins at {@code at}. */
    void begin(int channel, float[] sums, int at) {
        Arrays.fill(sums, at + Strip.BEGIN, at + lanes.length().end(), bias[channel]);
    }

    /** Lets a step be row {@code row} of each segment's run in the pass at which the lanes stand. */
    void moveTo(int step, int row) {
        Targets targets = steps[step];
        if (targets.pass == lanes.pass() && targets.row == row) {
            return; // as for the group of channels before
        }
        targets.pass = lanes.pass();
        targets.row = row;
        for (int segment = 0; segment < lanes.segments(); segment++) {
            moveTo(step, segment, row < lanes.rows(segment), lanes.z(segment), lanes.y(segment, row));
        }
    }

    /** Lets a step be the row that lies so many slices and rows behind the first one of each segment's run. */
    void moveToRowBehind(int step, int slices, int rows) {
        steps[step].row = NO_ROW;
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int z = lanes.z(segment) + slices;
            moveTo(step, segment, lanes.rows(segment) > 0, z, lanes.y(segment, 0) + rows);
        }
    }

    private void moveTo(int step, int segment, boolean isRow, int z, int y) {
        Targets targets = steps[step];
        targets.slices[segment] = z;
        targets.widths[segment] = lanes.width(segment);
        targets.starts[segment] = isRow ? output.rowStart(y) + output.column(lanes.x(segment)) : NO_ROW;
    }

    /** Applies to a channel's finished sums what follows in the same pass. */
    void finish(int channel, float[] sum) {
        finish(channel, sum, 0);
    }

    /** The same for a row that begins at {@code at}. */
    void finish(int channel, float[] sums, int at) {
        epilogue.apply(channel, sums, at + Strip.BEGIN, at + lanes.end());
    }

    /** Stores a channel's finished sums of a step. */
    void store(int step, int channel, float[] sum) {
        store(step, channel, sum, 0);
    }

    /** The same for a row that begins at {@code at}. */
    void store(int step, int channel, float[] sums, int at) {
        Targets targets = steps[step];
        int slice = targets.slices[0]; // which every pass has
        float[] plane = output.plane(channel, slice);
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int start = targets.starts[segment];
            if (start != NO_ROW) {
                if (slice != targets.slices[segment]) {
                    slice = targets.slices[segment];
                    plane = output.plane(channel, slice);
                }
                System.arraycopy(sums, at + lanes.lane(segment), plane, start, targets.widths[segment]);
            }
        }
    }
}
