package org.convlayers.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/** Output streamed to an .npy file: a tile is held only until it is written. */
public final class NpySink implements FileSink {
    /** So many values are written at a time, at most: some milliseconds. */
    private static final int MAX_RUN = 1 << 20;

    private final NpyWriter writer;
    private final NpyBatch batch;

    /**
     * Streams to a file that is open for writing.
     *
     * @param writer the file, of the batch's shape; closed with the sink
     * @param batch how the batch lies in it
     */
    public NpySink(NpyWriter writer, NpyBatch batch) {
        this.writer = writer;
        this.batch = batch;
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        return scratch.block(batch.item().channels(), Region.of(box));
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        try {
            for (Box box : block.region().boxes()) {
                write(item, box, block, scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            scratch.give(block);
        }
    }

    @Override
    public void discard(Block block, Scratch scratch) {
        scratch.give(block);
    }

    /** Whole rows follow each other in the file as in the block, and are written at once. */
    private void write(int item, Box box, Block block, Scratch scratch) throws IOException {
        int width = box.width().size();
        int column = block.column(box.width().first());
        int last = box.height().last();
        boolean areRowsWhole = width == batch.item().spatial().to3D(1).get(2) && width == block.rowStride();
        int rowsAtOnce = areRowsWhole ? Math.max(1, MAX_RUN / width) : 1;
        for (int c = 0; c < block.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= last; y += rowsAtOnce) {
                    scratch.checkCancelled();
                    int rows = Math.min(rowsAtOnce, last + 1 - y);
                    long first = batch.rowIndex(item, c, z, y) + box.width().first();
                    writer.write(first, block.plane(c, z), block.rowStart(y) + column, rows * width);
                }
            }
        }
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
