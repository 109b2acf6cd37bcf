package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * Softmax over the channels of each pixel, or its logarithm: the largest value is taken off before the exponential, which
 * then cannot overflow. Exponentials and sums are computed in double precision.
 *
 * @param channels how many there are
 * @param logarithm whether the logarithm is wanted
 * @param epilogue what follows in the same pass
 */
record ChannelSoftmaxKernel(int channels, boolean logarithm, Epilogue epilogue) implements LayerKernel {
    @Override
    public double nanos(Box box) {
        return SoftmaxLine.NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public String algorithm() {
        return "pointwise: over channels";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        List<Run> runs = Run.of(box, false);
        float[] values = scratch.take(output.channels());
        try {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (Run run : runs) {
                    scratch.checkCancelled();
                    compute(inputs.get(0), output, z, run, values);
                }
            }
        } finally {
            scratch.give(values);
        }
    }

    private void compute(Block input, Block output, int z, Run run, float[] values) {
        int from = run.startIn(input);
        int to = run.startIn(output);
        for (int i = 0; i < run.length(); i++) {
            read(input, z, from + i, values);
            write(values, output, z, to + i);
        }
        for (int c = 0; c < output.channels(); c++) {
            epilogue.apply(c, output.plane(c, z), to, to + run.length());
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
