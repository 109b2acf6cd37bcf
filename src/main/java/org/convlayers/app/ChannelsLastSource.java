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

/** Input read from an .npy file that holds (N, spatial..., C), as items (C, spatial...). */
final class ChannelsLastSource implements BlockSource {
    /** So many values are read at a time, at most: some milliseconds. */
    private static final int MAX_RUN = 1 << 20;

    private final NpyFile file;
    private final NpyBatch batch;

    /**
     * Reads from an open file, which the caller closes after the run.
     *
     * @param file the array
     * @param batch its items, with the channels first
     */
    ChannelsLastSource(NpyFile file, NpyBatch batch) {
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

    private void read(int item, Box box, Block block, Scratch scratch) {
        Range columns = box.width();
        int atOnce = Math.min(columns.size(), Math.max(1, MAX_RUN / block.channels()));
        float[] pixels = scratch.take(Math.multiplyExact(atOnce, block.channels()));
        try {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = columns.first(); x <= columns.last(); x += atOnce) {
                        scratch.checkCancelled();
                        int count = Math.min(atOnce, columns.last() + 1 - x);
                        readPixels(pixel(item, z, y) + x, pixels, count * block.channels());
                        for (int c = 0; c < block.channels(); c++) {
                            take(pixels, c, block, z, block.rowStart(y) + block.column(x), count);
                        }
                    }
                }
            }
        } finally {
            scratch.give(pixels);
        }
    }

    /** How many pixels lie before a row. */
    private long pixel(int item, int z, int y) {
        int[] size = batch.item().spatial().to3D(1).toArray();
        return (((long) item * size[0] + z) * size[1] + y) * size[2];
    }

    private void readPixels(long first, float[] pixels, int values) {
        try {
            file.read(first * batch.item().channels(), pixels, 0, values);
        } catch (DamagedFileException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(float[] pixels, int channel, Block block, int z, int start, int count) {
        float[] plane = block.plane(channel, z);
        for (int i = 0; i < count; i++) {
            plane[start + i] = pixels[i * block.channels() + channel];
        }
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
