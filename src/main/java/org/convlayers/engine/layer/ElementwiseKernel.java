package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Elementwise;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Joins its inputs value by value, from the first to the last, and applies an epilogue. Inputs of one channel, or of one
 * pixel along an axis, are met by all.
 *
 * @param operation what is done with two values
 * @param inputs for each input, along which axes one value stands for all of the output
 * @param epilogue what follows in the same pass
 */
record ElementwiseKernel(Elementwise.Operation operation, List<Broadcast> inputs, Epilogue epilogue)
        implements LayerKernel {
    ElementwiseKernel {
        inputs = List.copyOf(inputs);
    }

    /** Along which axes an input has one value for all of the output. */
    record Broadcast(boolean channels, boolean depth, boolean height, boolean width) {}

    @Override
    public String algorithm() {
        return "pointwise: " + inputs.size() + " branches";
    }

    @Override
    public void compute(List<Block> blocks, Block output, Box box, Scratch scratch) {
        OutputRows.forEach(output, box, epilogue, scratch, (c, z, y, to, start) -> {
            for (int i = 0; i < blocks.size(); i++) {
                join(blocks.get(i), i, c, z, y, box.width(), to, start);
            }
        });
    }

    private void join(Block block, int index, int c, int z, int y, Range width, float[] to, int start) {
        Broadcast input = inputs.get(index);
        float[] from = block.plane(input.channels() ? 0 : c, input.depth() ? 0 : z);
        int first = block.rowStart(input.height() ? 0 : y) + block.column(input.width() ? 0 : width.first());
        int end = start + width.size();
        if (input.width()) {
            if (index == 0) {
                Arrays.fill(to, start, end, from[first]);
            } else {
                combine(from[first], to, start, end);
            }
        } else if (index == 0) {
            System.arraycopy(from, first, to, start, width.size());
        } else {
            combine(from, first - start, to, start, end);
        }
    }

    private void combine(float value, float[] to, int start, int end) {
        switch (operation) {
            case ADD -> {
                for (int i = start; i < end; i++) {
                    to[i] += value;
                }
            }
            case MULTIPLY -> {
                for (int i = start; i < end; i++) {
                    to[i] *= value;
                }
            }
            case SUBTRACT -> {
                for (int i = start; i < end; i++) {
                    to[i] -= value;
                }
            }
            case DIVIDE -> {
                for (int i = start; i < end; i++) {
                    to[i] /= value;
                }
            }
            default -> {
                for (int i = start; i < end; i++) {
                    to[i] = (float) operation.apply(to[i], value);
                }
            }
        }
    }

    private void combine(float[] from, int shift, float[] to, int start, int end) {
        switch (operation) {
            case ADD -> {
                for (int i = start; i < end; i++) {
                    to[i] += from[i + shift];
                }
            }
            case MULTIPLY -> {
                for (int i = start; i < end; i++) {
                    to[i] *= from[i + shift];
                }
            }
            case SUBTRACT -> {
                for (int i = start; i < end; i++) {
                    to[i] -= from[i + shift];
                }
            }
            default -> {
                for (int i = start; i < end; i++) {
                    to[i] = (float) operation.apply(to[i], from[i + shift]);
                }
            }
        }
    }
}
