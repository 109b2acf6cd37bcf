package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Elementwise;
import org.convlayers.shape.Box;

/**
 * Joins its inputs value by value, from the first to the last, and applies an epilogue. Inputs of one channel, or of one
 * pixel along an axis, are met by all.
 *
 * @param channels of the output
 * @param operation what is done with two values
 * @param inputs for each input, along which axes one value stands for all of the output
 * @param epilogue what follows in the same pass
 */
record ElementwiseKernel(int channels, Elementwise.Operation operation, List<Broadcast> inputs, Epilogue epilogue)
        implements LayerKernel {
    /** What it takes to copy a value of an input, to join it and to store the result. */
    private static final double NANOS_PER_INPUT = 0.15;

    ElementwiseKernel {
        inputs = List.copyOf(inputs);
    }

    /** Along which axes an input has one value for all of the output. */
    record Broadcast(boolean channels, boolean depth, boolean height, boolean width) {
        /** Whether a run of several rows meets one value, or values that lie in the same way. */
        boolean suitsRows(Block input, int width) {
            return height() == width() && (width() || input.rowStride() == width);
        }
    }

    @Override
    public double nanos(Box box) {
        return NANOS_PER_INPUT * inputs.size() * channels * box.pixels();
    }

    @Override
    public String algorithm() {
        return "pointwise: " + inputs.size() + " branches";
    }

    @Override
    public void compute(List<Block> blocks, Block output, Box box, Scratch scratch) {
        List<Run> runs = Run.of(box, areRowsInARow(blocks, output, box.width().size()));
        float[] joined = scratch.take(Run.LONGEST);
        float[] next = scratch.take(Run.LONGEST);
        try {
            for (int c = 0; c < output.channels(); c++) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    for (Run run : runs) {
                        scratch.checkCancelled();
                        for (int i = 0; i < blocks.size(); i++) {
                            join(blocks.get(i), i, c, z, run, joined, next);
                        }
                        epilogue.apply(c, joined, 0, run.length());
                        System.arraycopy(joined, 0, output.plane(c, z), run.startIn(output), run.length());
                    }
                }
            }
        } finally {
            scratch.give(next);
            scratch.give(joined);
        }
    }

    private boolean areRowsInARow(List<Block> blocks, Block output, int width) {
        for (int i = 0; i < blocks.size(); i++) {
            if (!inputs.get(i).suitsRows(blocks.get(i), width)) {
                return false;
            }
        }
        return output.rowStride() == width;
    }

    /** Joins a run of an input to those before; its values are copied first, as loops over shifted arrays are not vectorised. */
    private void join(Block block, int index, int c, int z, Run run, float[] joined, float[] next) {
        Broadcast input = inputs.get(index);
        float[] from = block.plane(input.channels() ? 0 : c, input.depth() ? 0 : z);
        int first = block.rowStart(input.height() ? 0 : run.y()) + block.column(input.width() ? 0 : run.x());
        float[] to = index == 0 ? joined : next;
        if (input.width()) {
            Arrays.fill(to, 0, run.length(), from[first]);
        } else {
            System.arraycopy(from, first, to, 0, run.length());
        }
        if (index > 0) {
            combine(joined, next, run.length());
        }
    }

    private void combine(float[] joined, float[] next, int length) {
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < length; i++) {
                    joined[i] += next[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < length; i++) {
                    joined[i] *= next[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < length; i++) {
                    joined[i] -= next[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < length; i++) {
                    joined[i] /= next[i];
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    joined[i] = (float) operation.apply(joined[i], next[i]);
                }
            }
        }
    }
}
