package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Softmax over the channels of each pixel, or its logarithm: the largest value is taken off before the exponential, which
 * then cannot overflow. Exponentials and sums are computed in double precision.
 *
 * @param logarithm whether the logarithm is wanted
 * @param epilogue what follows in the same pass
 */
record ChannelSoftmaxKernel(boolean logarithm, Epilogue epilogue) implements LayerKernel {
    @Override
    public String algorithm() {
        return "pointwise: over channels";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        float[] values = scratch.take(output.channels());
        try {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    scratch.checkCancelled();
                    row(inputs.get(0), output, z, y, box.width(), values);
                }
            }
        } finally {
            scratch.give(values);
        }
    }

    private void row(Block input, Block output, int z, int y, Range width, float[] values) {
        int from = input.rowStart(y) + input.column(width.first());
        int to = output.rowStart(y) + output.column(width.first());
        for (int i = 0; i < width.size(); i++) {
            read(input, z, from + i, values);
            write(values, output, z, to + i);
        }
        for (int c = 0; c < output.channels(); c++) {
            epilogue.apply(c, output.plane(c, z), to, to + width.size());
        }
    }

    private static void read(Block input, int z, int index, float[] values) {
        for (int c = 0; c < input.channels(); c++) {
            values[c] = input.plane(c, z)[index];
        }
    }

    private void write(float[] values, Block output, int z, int index) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < output.channels(); c++) {
            largest = Math.max(largest, values[c]);
        }
        double sum = 0;
        for (int c = 0; c < output.channels(); c++) {
            sum += Math.exp((double) values[c] - largest);
        }
        SoftmaxLine line = new SoftmaxLine(largest, sum);
        for (int c = 0; c < output.channels(); c++) {
            output.plane(c, z)[index] = line.apply(values[c], logarithm);
        }
    }
}
