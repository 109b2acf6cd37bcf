package org.convlayers.img;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Any ImgLib2 image as input: its pixels are read in blocks and become single precision on the way, without scaling. */
public final class ImgSource implements BlockSource {
    /** So many pixels are read at a time, at most: some milliseconds, and they stay in cache. */
    private static final int MAX_BAND = 1 << 20;

    private final ImgAxes axes;
    private final FeatureShape shape;
    private final long[] size;
    private final PrimitiveBlocks<FloatType> blocks;

    private ImgSource(ImgAxes axes, long[] size, PrimitiveBlocks<FloatType> blocks) {
        this.axes = axes;
        this.size = size;
        this.blocks = blocks;
        shape = axes.shape(size);
    }

    /**
     * Wraps an image.
     *
     * @param img the image, its minimum at the origin
     * @param axes what its dimensions mean
     * @throws IllegalArgumentException if the minimum is elsewhere
     */
    public static ImgSource of(RandomAccessibleInterval<? extends RealType<?>> img, ImgAxes axes) {
        if (!Views.isZeroMin(img)) {
            throw new IllegalArgumentException("the minimum of an image must be at the origin, but is at "
                    + Arrays.toString(img.minAsLongArray()));
        }
        return new ImgSource(
                axes,
                img.dimensionsAsLongArray(),
                PrimitiveBlocks.of(toFloats(img)).threadSafe());
    }

    private static <T extends RealType<?>> RandomAccessibleInterval<FloatType> toFloats(
            RandomAccessibleInterval<T> img) {
        return Converters.convert(img, (value, result) -> result.set(value.getRealFloat()), new FloatType());
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public int items() {
        return axes.items(size);
    }

    @Override
    public Block read(int item, Region region, Scratch scratch) {
        return scratch.filled(shape.channels(), region, (block, box) -> read(item, box, block, scratch));
    }

    private void read(int item, Box box, Block block, Scratch scratch) {
        boolean isWhole = box.width().size() == block.rowStride()
                && box.height().size() == block.region().height().size()
                && box.pixels() / box.depth().size() <= MAX_BAND;
        for (int c = 0; c < shape.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                if (isWhole) {
                    scratch.checkCancelled();
                    copy(item, c, z, box.height(), box.width(), block.plane(c, z));
                } else {
                    readBands(item, c, z, box, block, scratch);
                }
            }
        }
    }

    private void readBands(int item, int channel, int z, Box box, Block block, Scratch scratch) {
        Range width = box.width();
        int last = box.height().last();
        int height = Math.max(1, Math.min(box.height().size(), MAX_BAND / width.size()));
        float[] values = scratch.take(Math.multiplyExact(height, width.size()));
        try {
            for (int first = box.height().first(); first <= last; first += height) {
                scratch.checkCancelled();
                Range band = new Range(first, Math.min(last, first + height - 1));
                copy(item, channel, z, band, width, values);
                for (int y = 0; y < band.size(); y++) {
                    int start = block.rowStart(first + y) + block.column(width.first());
                    System.arraycopy(values, y * width.size(), block.plane(channel, z), start, width.size());
                }
            }
        } finally {
            scratch.give(values);
        }
    }

    private void copy(int item, int channel, int z, Range height, Range width, float[] to) {
        long[] position = axes.position(size, item, channel, z, height.first(), width.first());
        blocks.copy(position, to, axes.planeExtent(size.length, height.size(), width.size()));
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
