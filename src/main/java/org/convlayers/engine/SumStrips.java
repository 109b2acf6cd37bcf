package org.convlayers.engine;

import java.util.Arrays;
import org.convlayers.engine.kernel.Strip;

/** Begins sums with a bias and stores finished ones: between lies the product of weights and strips. For one thread. */
final class SumStrips {
    /** In place of an index where a segment has no row. */
    private static final int NO_ROW = -1;

    private final Lanes lanes;
    private final float[] bias;
    private final Epilogue epilogue;
    private final Block output;
    private final int[] targets;

    SumStrips(Lanes lanes, float[] bias, Epilogue epilogue, Block output) {
        this.lanes = lanes;
        this.bias = bias;
        this.epilogue = epilogue;
        this.output = output;
        targets = new int[lanes.segments()];
    }

    /** Makes a strip the sum of an output channel's bias and nothing yet. */
    void begin(int channel, float[] sum) {
        Arrays.fill(sum, 0, Strip.LENGTH, bias[channel]);
    }

    /** Goes to row {@code row} of each segment's run, where sums are to be stored. */
    void moveTo(int row) {
        for (int segment = 0; segment < targets.length; segment++) {
            targets[segment] = row < lanes.rows(segment)
                    ? output.rowStart(lanes.y(segment, row)) + output.column(lanes.x(segment))
                    : NO_ROW;
        }
    }

    /** Stores a channel's finished sums. */
    void store(int channel, float[] sum) {
        epilogue.apply(channel, sum, 0, lanes.segments() * lanes.chunkWidth());
        for (int segment = 0; segment < targets.length; segment++) {
            if (targets[segment] != NO_ROW) {
                float[] plane = output.plane(channel, lanes.z(segment));
                System.arraycopy(sum, lanes.lane(segment), plane, targets[segment], lanes.width(segment));
            }
        }
    }
}
