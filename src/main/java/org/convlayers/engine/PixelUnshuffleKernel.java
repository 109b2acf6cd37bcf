package org.convlayers.engine;

import java.util.List;
import org.convlayers.shape.Box;

/** Copies pixels between space and channels: each channel becomes r x r channels of its every r-th pixel. */
final class PixelUnshuffleKernel implements LayerKernel {
    private final int factor;
    private final int channels;
    private final Epilogue epilogue;

    /**
     * Prepares a layer.
     *
     * @param factor r
     * @param channels those of the output
     * @param epilogue what follows in the same pass
     */
    PixelUnshuffleKernel(int factor, int channels, Epilogue epilogue) {
        this.factor = factor;
        this.channels = channels;
        this.epilogue = epilogue;
    }

    @Override
    public String algorithm() {
        return "copy: pixels of each " + factor + " x " + factor + " square to channels of their own";
    }

    @Override
    public double nanos(Box box) {
        return box.pixels() * channels;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Block input = inputs.get(0);
        int count = box.width().size();
        OutputRows.forEach(output, box, epilogue, scratch, (channel, z, y, to, start) -> {
            float[] from = input.plane(channel / factor / factor, z);
            int firstColumn = box.width().first() * factor + channel % factor;
            int source = input.rowStart(y * factor + channel / factor % factor) + input.column(firstColumn);
            for (int x = 0; x < count; x++) {
                to[start + x] = from[source + x * factor];
            }
        });
    }
}
