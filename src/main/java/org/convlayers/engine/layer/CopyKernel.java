package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * Puts the channels of its inputs one after the other and applies an epilogue: a concatenation, or an activation that no
 * layer before it takes in.
 *
 * @param channels of the output
 * @param epilogue what is applied
 * @param algorithm how that is called
 */
record CopyKernel(int channels, Epilogue epilogue, String algorithm) implements LayerKernel {
    private static final double NANOS_PER_VALUE = 0.15;

    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        int first = 0;
        for (Block input : inputs) {
            copy(input, output, first, box, scratch);
            first += input.channels();
        }
    }

    private void copy(Block input, Block output, int first, Box box, Scratch scratch) {
        int width = box.width().size();
        List<Run> runs = Run.of(box, input.rowStride() == width && output.rowStride() == width);
        for (int c = 0; c < input.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] from = input.plane(c, z);
                float[] to = output.plane(first + c, z);
                for (Run run : runs) {
                    scratch.checkCancelled();
                    int start = run.startIn(output);
                    if (from != to) { // the input may have been written to its place already
                        System.arraycopy(from, run.startIn(input), to, start, run.length());
                    }
                    epilogue.apply(first + c, to, start, start + run.length());
                }
            }
        }
    }
}
