package org.convlayers.engine.layer;

import java.util.List;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;

/** Gives feature maps that do not depend on the input. */
public final class ConstantKernel implements LayerKernel {
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
    public ConstantKernel(float[] values, Extent size, Epilogue epilogue) {
        this.values = values;
        this.size = size;
        this.epilogue = epilogue;
    }

    @Override
    public String algorithm() {
        return "copy: known values";
    }

    @Override
    public void compute(List<Block> inputs, Block output, Box box, Scratch scratch) {
        Range width = box.width();
        for (int c = 0; c < output.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] to = output.plane(c, z);
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    int row = ((c * size.get(0) + z) * size.get(1) + y) * size.get(2);
                    int start = output.rowStart(y) + output.column(width.first());
                    System.arraycopy(values, row + width.first(), to, start, width.size());
                    epilogue.apply(c, to, start, start + width.size());
                }
            }
        }
    }
}
