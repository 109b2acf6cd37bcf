package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Puts the channels of its inputs one after the other and applies an epilogue: a concatenation, or an activation that no
 * layer before it takes in.
 */
record CopyKernel(Epilogue epilogue, String algorithm) implements LayerKernel {
    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        int first = 0;
        for (Block input : inputs) {
            copy(input, output, first, box, scratch);
            first += input.channels();
        }
    }

    private void copy(Block input, Block output, int first, Box box, Scratch scratch) {
        Range width = box.width();
        for (int c = 0; c < input.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] from = input.plane(c, z);
                float[] to = output.plane(first + c, z);
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    scratch.checkCancelled();
                    int start = output.rowStart(y) + output.column(width.first());
                    System.arraycopy(from, input.rowStart(y) + input.column(width.first()), to, start, width.size());
                    epilogue.apply(first + c, to, start, start + width.size());
                }
            }
        }
    }
}
