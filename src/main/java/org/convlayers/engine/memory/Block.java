package org.convlayers.engine.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * The values of a region of feature maps: one float array for each channel and depth slice, rows one after the other.
 *
 * <p>The ranges of the region are stored side by side. Value (c, z, y, x) stands in {@code plane(c, z)} at {@code
 * rowStart(y) + column(x)}; coordinates are those of the whole feature map. A block may be a view into the arrays of an
 * image: then rows are further apart than they are long, and reading or writing the block reads or writes the image.
 */
public final class Block {
    private final Region region;
    private final float[][][] planes;
    private final int offset;
    private final int rowStride;

    /**
     * Wraps arrays.
     *
     * @param region the pixels, in coordinates of the whole feature map
     * @param planes the arrays by channel and by position along the region's depth
     * @param offset the index of the region's first pixel in each array
     * @param rowStride the distance of rows in each array
     */
    public Block(Region region, float[][][] planes, int offset, int rowStride) {
        this.region = region;
        this.planes = planes;
        this.offset = offset;
        this.rowStride = rowStride;
    }

    /**
     * A view of a box of whole planes, one array each.
     *
     * @param shape the shape of the whole feature maps
     * @param planes all planes by channel and depth, rows of the whole width; the table may be kept, and is not to change
     * @param box the part to view
     */
    public static Block view(FeatureShape shape, float[][][] planes, Box box) {
        int width = shape.spatial().to3D(1).get(2);
        int offset = box.height().first() * width + box.width().first();
        return new Block(Region.of(box), slices(planes, box.depth()), offset, width);
    }

    private static float[][][] slices(float[][][] planes, AxisRanges.Range depth) {
        if (planes[0].length == depth.size()) {
            return planes;
        }
        float[][][] slices = new float[planes.length][][];
        for (int c = 0; c < planes.length; c++) {
            slices[c] = Arrays.copyOfRange(planes[c], depth.first(), depth.last() + 1);
        }
        return slices;
    }

    /** The pixels, in coordinates of the whole feature map. */
    public Region region() {
        return region;
    }

    /** The number of channels. */
    public int channels() {
        return planes.length;
    }

    /** The array that holds a channel at a depth. */
    public float[] plane(int channel, int z) {
        return planes[channel][region.depth().position(z)];
    }

    /** The arrays of a channel, by their {@linkplain AxisRanges#position position} along the region's depth. Not to be changed. */
    public float[][] planes(int channel) {
        return planes[channel];
    }

    /** The index of the first value of row {@code y} in its plane. */
    public int rowStart(int y) {
        return offset + region.height().position(y) * rowStride;
    }

    /** The place of column {@code x} in its row. */
    public int column(int x) {
        return region.width().position(x);
    }

    /** The distance of rows in each plane. */
    public int rowStride() {
        return rowStride;
    }

    /**
     * The same values as one row: pixel (y, x) of a map of {@code width} columns is column {@code y width + x} there.
     *
     * @return empty if rows do not follow one another without gaps, or are not of that width
     */
    public Optional<Block> flat(int width) {
        List<AxisRanges.Range> rows = region.height().ranges();
        if (rowStride != width || region.width().size() != width || rows.size() != 1) {
            return Optional.empty();
        }
        AxisRanges columns =
                AxisRanges.of(rows.get(0).first() * width, (rows.get(0).last() + 1) * width - 1);
        return Optional.of(
                new Block(new Region(region.depth(), AxisRanges.of(0, 0), columns), planes, offset, rowStride));
    }

    /** A view of some of the channels. */
    public Block channels(int first, int count) {
        return new Block(region, Arrays.copyOfRange(planes, first, first + count), offset, rowStride);
    }

    /** Hands over each array once, channel by channel. */
    void forEachPlane(Consumer<float[]> consumer) {
        for (float[][] channel : planes) {
            for (float[] plane : channel) {
                consumer.accept(plane);
            }
        }
    }
}
