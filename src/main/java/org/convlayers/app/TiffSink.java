package org.convlayers.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.convlayers.engine.Block;
import org.convlayers.engine.BlockSink;
import org.convlayers.engine.Scratch;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Output streamed to a TIFF stack: a tile is held only until it is written.
 *
 * <p>Channels run fastest among the planes, then depth (Z), then the items of the batch.
 */
public final class TiffSink implements BlockSink {
    private final FeatureShape shape;
    private final TiffStackWriter writer;

    /**
     * Streams to a file that is open for writing; the caller finishes it.
     *
     * @param shape the shape of each item
     * @param writer the file, with as many planes as the items have
     */
    public TiffSink(FeatureShape shape, TiffStackWriter writer) {
        this.shape = shape;
        this.writer = writer;
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        return scratch.block(shape.channels(), Region.of(box));
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        try {
            for (Box box : block.region().boxes()) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    write(item, z, block, box);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scratch.give(block);
    }

    private void write(int item, int z, Block block, Box box) throws IOException {
        int depth = shape.spatial().to3D(1).get(0);
        Range height = box.height();
        Range width = box.width();
        int start = block.rowStart(height.first()) + block.column(width.first());
        for (int c = 0; c < shape.channels(); c++) {
            int plane = c + shape.channels() * (z + depth * item);
            writer.write(
                    plane,
                    width.first(),
                    height.first(),
                    width.size(),
                    height.size(),
                    block.plane(c, z),
                    start,
                    block.rowStride());
        }
    }
}
