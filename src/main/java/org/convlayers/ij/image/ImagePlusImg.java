package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.awt.image.IndexColorModel;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Any {@link ImagePlus} as an ImgLib2 image with the axes X, Y, C, Z, T, one plane a cell, read only.
 *
 * <p>Values are what ImageJ's user sees under the cursor:
 *
 * <ul>
 *   <li>8, 16 and 32 bit as they are. Planes in memory are not copied.
 *   <li>Signed 16 bit and density calibrations as the calibrated, real values in float32.
 *   <li>RGB as three 8-bit channels, red, green, blue.
 *   <li>8-bit color by the rule of ImageJ's own type conversion: with a pseudocolor lookup table, which paints
 *       intensities, the values; with a palette (as a GIF has), whose indices mean nothing, the three channels of its
 *       colors.
 * </ul>
 *
 * <p>Planes that are converted, and planes of virtual stacks, are read one by one and held in a cache of bounded size;
 * those of {@link TiffBands} band by band. Nothing is ever written back.
 */
public final class ImagePlusImg {
    private static final int RGB_CHANNELS = 3;

    /** Of the memory there is, the part that holds converted planes and planes of virtual stacks. */
    private static final int CACHE_FRACTION = 4;

    private final ImagePlus image;
    private final ImageStack stack;
    private final int cellHeight;
    private final int bands;
    private Object lastRead;
    private long lastPlace = -1;

    private ImagePlusImg(ImagePlus image) {
        this.image = image;
        this.stack = image.getStack();
        cellHeight = stack instanceof TiffBands file ? file.rows() : image.getHeight();
        bands = (image.getHeight() - 1) / cellHeight + 1;
    }

    /**
     * Wraps an image.
     *
     * @return axes X, Y, C, Z, T, of which the last three may be one long; type UnsignedByteType, UnsignedShortType or
     *     FloatType. Changes of planes in memory show through.
     */
    public static RandomAccessibleInterval<? extends RealType<?>> wrap(ImagePlus image) {
        return new ImagePlusImg(image).wrap();
    }

    /** The number of channels that {@link #wrap} gives an image: three for each one of RGB or a palette. */
    public static int channels(ImagePlus image) {
        return image.getNChannels() * components(image);
    }

    private static int components(ImagePlus image) {
        return image.getBitDepth() == 24 || isPalette(image) ? RGB_CHANNELS : 1;
    }

    /** Whether values are indices of colors. */
    private static boolean isPalette(ImagePlus image) {
        if (image.getBitDepth() != 8 || image.isComposite()) {
            return false;
        }
        ImageProcessor processor = image.getProcessor();
        return processor.isColorLut() && !processor.isPseudoColorLut();
    }

    private RandomAccessibleInterval<? extends RealType<?>> wrap() {
        if (image.getBitDepth() == 24) {
            return cached(
                    new UnsignedByteType(),
                    1,
                    index -> new ByteArray(component((int[]) plane(index), componentOf(index))));
        }
        if (isPalette(image)) {
            byte[][] palette = palette();
            return cached(
                    new UnsignedByteType(),
                    1,
                    index -> new ByteArray(look((byte[]) plane(index), palette[componentOf(index)])));
        }
        float[] table = image.getCalibration().getCTable();
        if (table != null && image.getBitDepth() < 32) {
            return cached(new FloatType(), Float.BYTES, index -> new FloatArray(calibrated(plane(index), table)));
        }
        return switch (image.getBitDepth()) {
            case 8 -> direct(new UnsignedByteType(), 1, index -> new ByteArray((byte[]) plane(index)));
            case 16 -> direct(new UnsignedShortType(), Short.BYTES, index -> new ShortArray((short[]) plane(index)));
            default -> direct(new FloatType(), Float.BYTES, index -> new FloatArray((float[]) plane(index)));
        };
    }

    /** An image on the stack's own arrays; from a virtual stack, on arrays in the cache. */
    private <T extends NativeType<T> & RealType<T>, A extends DataAccess> RandomAccessibleInterval<T> direct(
            T type, int bytesPerPixel, LongFunction<A> access) {
        if (stack.isVirtual()) {
            return cached(type, bytesPerPixel, access);
        }
        CellGrid grid = grid();
        List<Cell<A>> cells = LongStream.range(0, stack.getSize())
                .mapToObj(index -> cell(grid, index, access.apply(index)))
                .toList();
        return new LazyCellImg<>(grid, type, index -> cells.get((int) index));
    }

    /** An image on arrays that are made when they are needed and held in the cache. */
    private <T extends NativeType<T> & RealType<T>, A extends DataAccess> RandomAccessibleInterval<T> cached(
            T type, int bytesPerPixel, LongFunction<A> access) {
        CellGrid grid = grid();
        long cellBytes = (long) image.getWidth() * cellHeight * bytesPerPixel;
        long capacity = Math.max(1, Runtime.getRuntime().maxMemory() / CACHE_FRACTION / cellBytes);
        PlaneCache<Cell<A>> cache =
                new PlaneCache<>(index -> cell(grid, index, access.apply(index)), (int) Math.min(capacity, 1 << 20));
        return new LazyCellImg<>(grid, type, cache::get);
    }

    private CellGrid grid() {
        long[] size = {
            image.getWidth(), image.getHeight(), channels(image), image.getNSlices(), image.getNFrames(),
        };
        return new CellGrid(size, new int[] {image.getWidth(), cellHeight, 1, 1, 1});
    }

    private static <A> Cell<A> cell(CellGrid grid, long index, A access) {
        long[] min = new long[grid.numDimensions()];
        int[] size = new int[grid.numDimensions()];
        grid.getCellDimensions(index, min, size);
        return new Cell<>(size, min, access);
    }

    /** Which of the components of a color a cell holds: cells run band by band, then channel by channel. */
    private int componentOf(long cell) {
        return (int) (cell / bands % components(image));
    }

    /** The pixels that hold a cell, as ImageJ stores them. Channels run fastest among both cells and planes. */
    private Object plane(long cell) {
        int position = (int) (cell / bands / components(image)) + 1;
        if (stack instanceof TiffBands file) {
            return band(file, position, (int) (cell % bands));
        }
        Object pixels;
        if (stack.isVirtual()) {
            ImageProcessor plane = stack.getProcessor(position);
            // A copy, because some virtual stacks hand out one buffer for all planes.
            pixels = plane == null ? null : plane.getPixelsCopy();
        } else {
            pixels = stack.getPixels(position);
        }
        if (pixels == null) {
            throw new IllegalStateException(
                    "plane " + position + " of " + stack.getSize() + " of '" + image.getTitle() + "' cannot be read");
        }
        return pixels;
    }

    /** The components of a color are read one after the other; the cache asks one thread at a time. */
    private Object band(TiffBands file, int position, int band) {
        long place = (long) position * bands + band;
        if (place != lastPlace) {
            lastRead = file.read(position - 1, band);
            lastPlace = place;
        }
        return lastRead;
    }

    /** Red, green or blue of packed colors. */
    private static byte[] component(int[] colors, int component) {
        int shift = 16 - 8 * component;
        byte[] values = new byte[colors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (colors[i] >> shift);
        }
        return values;
    }

    private byte[][] palette() {
        IndexColorModel model = (IndexColorModel) image.getProcessor().getColorModel();
        byte[][] palette = new byte[RGB_CHANNELS][256];
        model.getReds(palette[0]);
        model.getGreens(palette[1]);
        model.getBlues(palette[2]);
        return palette;
    }

    private static byte[] look(byte[] indices, byte[] table) {
        byte[] values = new byte[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = table[indices[i] & 0xff];
        }
        return values;
    }

    private static float[] calibrated(Object pixels, float[] table) {
        return pixels instanceof byte[] bytes ? calibrated(bytes, table) : calibrated((short[]) pixels, table);
    }

    private static float[] calibrated(byte[] raw, float[] table) {
        float[] values = new float[raw.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = table[raw[i] & 0xff];
        }
        return values;
    }

    private static float[] calibrated(short[] raw, float[] table) {
        float[] values = new float[raw.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = table[raw[i] & 0xffff];
        }
        return values;
    }
}
