package org.convlayers.app;

import java.io.UncheckedIOException;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Input read from an .npy file, region by region when it is needed. The file holds (N, C, spatial...), or has the channels last:
 * (N, spatial..., C).
 */
public final class NpySource implements BlockSource {
    /** So many values are read at a time, at most: some milliseconds. */
    private static final int MAX_RUN = 1 << 20;

    private final NpyFile file;
    private final NpyBatch batch;
    private final boolean hasChannelsLast;

    /**
     * Reads from an open file, which the caller closes after the run.
     *
     * @param file the array
     * @param batch how the batch lies in it
     */
    public NpySource(NpyFile file, NpyBatch batch) {
        this(file, batch, false);
    }

    private NpySource(NpyFile file, NpyBatch batch, boolean hasChannelsLast) {
        this.file = file;
        this.batch = batch;
        this.hasChannelsLast = hasChannelsLast;
    }

    /**
     * Reads from an open file that has the channels last.
     *
     * @param file the array, which the caller closes after the run
     * @param batch its items, with the channels first
     */
    static NpySource ofChannelsLast(NpyFile file, NpyBatch batch) {
        return new NpySource(file, batch, true);
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
        return scratch.filled(batch.item().channels(), region, (block, box) -> {
            if (hasChannelsLast) {
                readPixels(item, box, block, scratch);
            } else {
                readRows(item, box, block, scratch);
            }
        });
    }

    /** Whole rows follow each other in the file as in the block, and are read at once. */
    private void readRows(int item, Box box, Block block, Scratch scratch) {
        Range height = box.height();
        int width = box.width().size();
        int column = box.width().first();
        boolean areRowsWhole = width == batch.item().spatial().to3D(1).get(2);
        int rowsAtOnce = areRowsWhole ? Math.max(1, MAX_RUN / width) : 1;
        for (int c = 0; c < block.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = height.first(); y <= height.last(); y += rowsAtOnce) {
                    scratch.checkCancelled();
                    int rows = Math.min(rowsAtOnce, height.last() + 1 - y);
                    int start = block.rowStart(y) + block.column(column);
                    read(batch.rowIndex(item, c, z, y) + column, block.plane(c, z), start, rows * width);
                }
            }
        }
    }

    /** Runs of pixels, all channels of one after those of the other, are taken apart. */
    private void readPixels(int item, Box box, Block block, Scratch scratch) {
        Range columns = box.width();
        int channels = block.channels();
        int atOnce = Math.min(columns.size(), Math.max(1, MAX_RUN / channels));
        float[] pixels = scratch.take(Math.multiplyExact(atOnce, channels));
        try {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = columns.first(); x <= columns.last(); x += atOnce) {
                        scratch.checkCancelled();
                        int count = Math.min(atOnce, columns.last() + 1 - x);
                        read((pixelsBefore(item, z, y) + x) * channels, pixels, 0, count * channels);
                        for (int c = 0; c < channels; c++) {
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
    private long pixelsBefore(int item, int z, int y) {
        Extent size = batch.item().spatial().to3D(1);
        return (((long) item * size.get(0) + z) * size.get(1) + y) * size.get(2);
    }

    private static void take(float[] pixels, int channel, Block block, int z, int start, int count) {
        float[] plane = block.plane(channel, z);
        for (int i = 0; i < count; i++) {
            plane[start + i] = pixels[i * block.channels() + channel];
        }
    }

    private void read(long first, float[] values, int start, int count) {
        try {
            file.read(first, values, start, count);
        } catch (DamagedFileException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
