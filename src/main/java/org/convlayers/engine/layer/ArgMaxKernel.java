package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.ArgMax;
import org.convlayers.shape.Box;

/**
 * The channel of the largest value of each pixel.
 *
 * @param channels of the input
 * @param epilogue what follows in the same pass
 */
record ArgMaxKernel(int channels, Epilogue epilogue) implements LayerKernel {
    private static final double NANOS_PER_VALUE = 0.5;

    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public String algorithm() {
        return "pointwise: over channels";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Block input = inputs.get(0);
        int width = box.width().size();
        float[] largest = scratch.take(width);
        try {
            OutputRows.forEach(output, box, epilogue, scratch, (channel, z, y, to, start) -> {
                int from = input.rowStart(y) + input.column(box.width().first());
                System.arraycopy(input.plane(0, z), from, largest, 0, width);
                Arrays.fill(to, start, start + width, 0);
                for (int c = 1; c < input.channels(); c++) {
                    compare(c, input.plane(c, z), from, largest, to, start, width);
                }
            });
        } finally {
            scratch.give(largest);
        }
    }

    private static void compare(int c, float[] values, int from, float[] largest, float[] to, int start, int width) {
        for (int i = 0; i < width; i++) {
            if (ArgMax.isLarger(values[from + i], largest[i])) {
                largest[i] = values[from + i];
                to[start + i] = c;
            }
        }
    }
}
