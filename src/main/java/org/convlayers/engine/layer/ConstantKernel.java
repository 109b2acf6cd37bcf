package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/** Gives feature maps that do not depend on the input. */
final class ConstantKernel implements LayerKernel {
    private static final double NANOS_PER_VALUE = 0.15;

    private final float[] values;
    private final Extent size;
    private final Epilogue epilogue;

    /**
     * Copies known values.
     *
     * @param values the maps, in the order (C, D, H, W)
     * @param size the size (D, H, W) of each
     * @param epilogue what follows in the same pass
     */
    ConstantKernel(float[] values, Extent size, Epilogue epilogue) {
        this.values = values;
        this.size = size;
        this.epilogue = epilogue;
    }

    @Override
    public double nanos(Box box) {
        return NANOS_PER_VALUE * values.length / size.product() * box.pixels();
    }

    @Override
    public String algorithm() {
        return "copy: known values";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Range width = box.width();
        OutputRows.forEach(output, box, epilogue, scratch, (c, z, y, to, start) -> {
            int row = ((c * size.get(0) + z) * size.get(1) + y) * size.get(2);
            System.arraycopy(values, row + width.first(), to, start, width.size());
        });
    }
}
