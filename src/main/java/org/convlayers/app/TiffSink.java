package org.convlayers.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.io.SampleType;
import org.convlayers.io.tiff.DisplayRange;
import org.convlayers.io.tiff.TiffStackWriter;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;

/** Output streamed to a TIFF stack: a tile is held only until it is written. */
public final class TiffSink implements FileSink {
    /** So many values are written at a time, at most: some milliseconds. */
    private static final int MAX_BAND = 1 << 20;

    private final StackLayout layout;
    private final TiffStackWriter writer;
    private final List<ContrastSample> contrasts;

    /**
     * Streams to a file that is open for writing.
     *
     * @param layout how the items lie in the stack
     * @param writer the file, of the layout's size; closed with the sink
     */
    public TiffSink(StackLayout layout, TiffStackWriter writer) {
        this.layout = layout;
        this.writer = writer;
        contrasts = Stream.generate(() -> new ContrastSample(layout.width(), layout.height()))
                .limit(layout.channels())
                .toList();
    }

    @Override
    public Block target(int item, Box box, Scratch scratch) {
        return scratch.block(layout.channels(), Region.of(box));
    }

    @Override
    public void complete(int item, Block block, Scratch scratch) {
        try {
            for (Box box : block.region().boxes()) {
                write(item, block, box, scratch);
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

    private void write(int item, Block block, Box box, Scratch scratch) throws IOException {
        int rows = Math.max(1, MAX_BAND / box.width().size());
        int last = box.height().last();
        for (int z = box.depth().first(); z <= box.depth().last(); z++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int y = box.height().first(); y <= last; y += rows) {
                    scratch.checkCancelled();
                    Range band = new Range(y, Math.min(last, y + rows - 1));
                    write(layout.plane(item, z, c), layout.firstRow(item), block.plane(c, z), block, band, box.width());
                }
            }
        }
    }

    private void write(int plane, int firstRow, float[] values, Block block, Range height, Range width)
            throws IOException {
        int start = block.rowStart(height.first()) + block.column(width.first());
        int y = firstRow + height.first();
        writer.write(plane, width.first(), y, width.size(), height.size(), values, start, block.rowStride());
        if (plane < layout.channels()) {
            for (int row = 0; row < height.size(); row++) {
                sample(contrasts.get(plane), width, y + row, values, start + row * block.rowStride());
            }
        }
    }

    /** Puts the pixels of a row of the first plane of a channel into its sample. */
    private void sample(ContrastSample contrast, Range columns, int y, float[] values, int start) {
        SampleType type = writer.description().type();
        int step = contrast.step();
        int first = y * layout.width() + columns.first();
        for (int i = (step - first % step) % step; i < columns.size(); i += step) {
            contrast.put(first + i, type.nearest(values[start + i]));
        }
    }

    /** Lets the file appear, each channel with a contrast of its own. */
    @Override
    public void finish() throws IOException {
        List<DisplayRange> ranges =
                contrasts.stream().map(ContrastSample::range).toList();
        writer.finish(ranges);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
