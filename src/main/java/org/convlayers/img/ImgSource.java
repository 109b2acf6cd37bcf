package org.convlayers.img;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.convlayers.engine.Block;
import org.convlayers.engine.BlockSource;
import org.convlayers.engine.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Any ImgLib2 image as input: its pixels are read in blocks and become single precision on the way, without scaling. */
public final class ImgSource implements BlockSource {
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
        Block block = scratch.block(shape.channels(), region);
        for (Box box : region.boxes()) {
            for (int c = 0; c < shape.channels(); c++) {
                for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                    readPlane(item, c, z, box, block, scratch);
                }
            }
        }
        return block;
    }

    private void readPlane(int item, int channel, int z, Box box, Block block, Scratch scratch) {
        long[] position = axes.position(
                size, item, channel, z, box.height().first(), box.width().first());
        int height = box.height().size();
        int width = box.width().size();
        int[] extent = axes.planeExtent(size.length, height, width);
        float[] plane = block.plane(channel, z);
        if (width == block.rowStride() && block.region().height().ranges().size() == 1) {
            blocks.copy(position, plane, extent);
            return;
        }
        float[] rows = scratch.take(height * width);
        blocks.copy(position, rows, extent);
        for (int y = 0; y < height; y++) {
            int start = block.rowStart(box.height().first() + y)
                    + block.column(box.width().first());
            System.arraycopy(rows, y * width, plane, start, width);
        }
        scratch.give(rows);
    }

    @Override
    public void release(Block block, Scratch scratch) {
        scratch.give(block);
    }
}
