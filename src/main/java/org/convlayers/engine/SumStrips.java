package org.convlayers.engine;

import java.util.Arrays;
import org.convlayers.engine.kernel.Strip;

/** Begins sums with a bias and stores finished ones: between lies the product of weights and strips. For one thread. */
final class SumStrips {
    private final Lanes lanes;
    private final float[] bias;
    private final Epilogue epilogue;
    private final Block output;

    SumStrips(Lanes lanes, float[] bias, Epilogue epilogue, Block output) {
        this.lanes = lanes;
        this.bias = bias;
        this.epilogue = epilogue;
        this.output = output;
    }

    /** Makes a strip the sum of an output channel's bias and nothing yet. */
    void begin(int channel, float[] sum) {
        Arrays.fill(sum, 0, Strip.LENGTH, bias[channel]);
    }

    /** Stores a channel's finished sums as row {@code row} of each segment's run that has it. */
    void store(int channel, int row, float[] sum) {
        epilogue.apply(sum, 0, lanes.segments() * lanes.chunkWidth());
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (row < lanes.rows(segment)) {
                float[] plane = output.plane(channel, lanes.z(segment));
                int at = output.rowStart(lanes.y(segment, row)) + output.column(lanes.x(segment));
                System.arraycopy(sum, lanes.lane(segment), plane, at, lanes.width(segment));
            }
        }
    }
}
