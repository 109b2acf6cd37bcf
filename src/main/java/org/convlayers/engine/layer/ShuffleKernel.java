package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.engine.memory.StridedCopy;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;

/**
 * Copies pixels between channels and space.
 *
 * @param algorithm in words
 * @param channels those of the output
 * @param copy makes a row of the output
 * @param epilogue what follows in the same pass
 */
record ShuffleKernel(String algorithm, int channels, RowCopy copy, Epilogue epilogue) implements LayerKernel {
    /** Makes a row of the output. */
    interface RowCopy {
        /**
         * Copies the pixels of some columns.
         *
         * @param columns of the output
         * @param to where to
         * @param start the index of the first of the columns in it
         */
        void copy(Block input, Range columns, int channel, int z, int y, float[] to, int start);
    }

    /** r x r channels become one of r times the size. */
    static ShuffleKernel of(PixelShuffle layer, int channels, Epilogue epilogue) {
        int factor = layer.upscaleFactor();
        return new ShuffleKernel(
                "copy: pixels of " + factor + "x" + factor + " channels side by side",
                channels,
                (input, columns, channel, z, y, to, start) ->
                        interleave(factor, input, columns, channel, z, y, to, start),
                epilogue);
    }

    /** Each channel becomes r x r channels of its every r-th pixel. */
    static ShuffleKernel of(PixelUnshuffle layer, int channels, Epilogue epilogue) {
        int factor = layer.downscaleFactor();
        return new ShuffleKernel(
                "copy: pixels of each " + factor + " x " + factor + " square to channels of their own",
                channels,
                (input, columns, channel, z, y, to, start) -> pick(factor, input, columns, channel, z, y, to, start),
                epilogue);
    }

    private static void interleave(
            int factor, Block input, Range columns, int channel, int z, int y, float[] to, int start) {
        int first = columns.first();
        int last = columns.last();
        int row = input.rowStart(y / factor);
        for (int j = 0; j < factor; j++) {
            int x = first + Math.floorMod(j - first, factor);
            if (x <= last) {
                float[] from = input.plane((channel * factor + y % factor) * factor + j, z);
                int source = row + input.column(x / factor);
                StridedCopy.spread(from, source, to, start + x - first, factor, (last - x) / factor + 1);
            }
        }
    }

    private static void pick(int factor, Block input, Range columns, int channel, int z, int y, float[] to, int start) {
        float[] from = input.plane(channel / factor / factor, z);
        int firstColumn = columns.first() * factor + channel % factor;
        int source = input.rowStart(y * factor + channel / factor % factor) + input.column(firstColumn);
        StridedCopy.gather(from, source, factor, to, start, columns.size());
    }

    @Override
    public double nanos(Box box) {
        return box.pixels() * channels;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Block input = inputs.get(0);
        OutputRows.forEach(
                output,
                box,
                epilogue,
                scratch,
                (channel, z, y, to, start) -> copy.copy(input, box.width(), channel, z, y, to, start));
    }
}
