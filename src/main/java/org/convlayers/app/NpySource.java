package org.convlayers.app;

import java.io.UncheckedIOException;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Input read from an .npy file, region by region when it is needed. */
public final class NpySource implements BlockSource {
    /** So many values are read at a time, at most: some milliseconds. */
    private static final int MAX_RUN = 1 << 20;

    private final NpyFile file;
    private final NpyBatch batch;

    /**
     * Reads from an open file, which the caller closes after the run.
     *
     * @param file the array
     * @param batch how the batch lies in it
     */
    public NpySource(NpyFile file, NpyBatch batch) {
        this.file = file;
        this.batch = batch;
    }

    @Override
    public FeatureShape shape() {
        return batch.item();
    }

    @Override
    public int items() {
        return batch.items();
    }

    @Override
    public Block read(int item, Region region, Scratch scratch) {
        return scratch.filled(batch.item().channels(), region, (block, box) -> read(item, box, block, scratch));
    }

    /** Whole rows follow each other in the file as in the block, and are read at once. */
    private void read(int item, Box box, Block block, Scratch scratch) {
        Range height = box.height();
        int width = box.width().size();
        boolean areRowsWhole = width == batch.item().spatial().to3D(1).get(2);
        int rowsAtOnce = areRowsWhole ? Math.max(1, MAX_RUN / width) : 1;
        for (int c = 0; c < block.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = height.first(); y <= height.last(); y += rowsAtOnce) {
                    scratch.checkCancelled();
                    int rows = Math.min(rowsAtOnce, height.last() + 1 - y);
                    readRun(batch.rowIndex(item, c, z, y), y, rows * width, block.plane(c, z), box, block);
                }
            }
        }
    }

    private void readRun(long row, int y, int length, float[] plane, Box box, Block block) {
        int column = box.width().first();
        try {
            file.read(row + column, plane, block.rowStart(y) + block.column(column), length);
        } catch (DamagedFileException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
