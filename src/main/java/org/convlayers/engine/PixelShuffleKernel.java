package org.convlayers.engine;

import java.util.List;
import org.convlayers.shape.Box;

/** Copies pixels between channels and space: r x r channels become one of r times the size. */
final class PixelShuffleKernel implements LayerKernel {
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
    PixelShuffleKernel(int factor, int channels, Epilogue epilogue) {
        this.factor = factor;
        this.channels = channels;
        this.epilogue = epilogue;
    }

    @Override
    public String algorithm() {
        return "copy: pixels of " + factor + "x" + factor + " channels side by side";
    }

    @Override
    public double nanos(Box box) {
        return box.pixels() * channels;
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Block input = inputs.get(0);
        int first = box.width().first();
        int last = box.width().last();
        OutputRows.forEach(output, box, epilogue, scratch, (channel, z, y, to, start) -> {
            int row = input.rowStart(y / factor);
            for (int j = 0; j < factor; j++) {
                int x = first + Math.floorMod(j - first, factor);
                if (x <= last) {
                    float[] from = input.plane((channel * factor + y % factor) * factor + j, z);
                    int source = row + input.column(x / factor);
                    for (int at = start + x - first; at <= start + last - first; at += factor) {
                        to[at] = from[source++];
                    }
                }
            }
        });
    }
}
