package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Pad;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * Copies the input and what lies beyond its borders, and applies an epilogue.
 *
 * @param channels how many there are
 * @param size the size (D, H, W) of the whole input
 * @param begin the pixels added before the first of each axis, or cut off
 * @param edges what is added
 * @param epilogue what follows in the same pass
 */
record PadKernel(int channels, Extent size, Extent begin, EdgeMode edges, Epilogue epilogue) implements LayerKernel {
    private static final double NANOS_PER_VALUE = 0.15;

    /** Prepares a layer for its input's size. */
    static PadKernel of(Pad layer, FeatureShape input, Epilogue epilogue) {
        return new PadKernel(
                input.channels(),
                input.spatial().to3D(1),
                layer.margins().begin().to3D(0),
                layer.edges(),
                epilogue);
    }

    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * channels * box.pixels();
    }

    @Override
    public String algorithm() {
        return "copy: pixels and what lies beyond the border";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        float[] line = scratch.take(box.width().size());
        try {
            copy(new PaddedRows(inputs.get(0), size, edges, line), output, box, scratch);
        } finally {
            scratch.give(line);
        }
    }

    private void copy(PaddedRows rows, Block output, Box box, Scratch scratch) {
        Range width = box.width();
        OutputRows.forEach(output, box, epilogue, scratch, (c, z, y, to, start) -> {
            rows.read(c, z - begin.get(0), y - begin.get(1), width.first() - begin.get(2), width.size());
            System.arraycopy(rows.values(), rows.start(), to, start, width.size());
        });
    }
}
