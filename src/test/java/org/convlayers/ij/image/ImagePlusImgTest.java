package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ImagePlusImgTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    static Stream<ImagePlus> imagesOfEveryKind() {
        return Stream.of(
                hyperstack(8, 2, 3, 2),
                hyperstack(16, 3, 1, 4),
                hyperstack(24, 1, 3, 2),
                hyperstack(32, 4, 2, 1),
                signed16(hyperstack(16, 1, 2, 1)),
                virtual(hyperstack(16, 2, 3, 2)),
                virtual(hyperstack(24, 1, 2, 1)));
    }

    @ParameterizedTest
    @MethodSource("imagesOfEveryKind")
    void valuesAreThoseUnderTheCursor(ImagePlus image) {
        RandomAccess<? extends RealType<?>> values = ImagePlusImg.wrap(image).randomAccess();
        int components = image.getBitDepth() == 24 ? 3 : 1;
        for (int t = 0; t < image.getNFrames(); t++) {
            for (int z = 0; z < image.getNSlices(); z++) {
                for (int c = 0; c < image.getNChannels(); c++) {
                    image.setPositionWithoutUpdate(c + 1, z + 1, t + 1);
                    ImageProcessor plane = image.getStack().getProcessor(image.getStackIndex(c + 1, z + 1, t + 1));
                    plane.setCalibrationTable(image.getCalibration().getCTable());
                    for (int i = 0; i < WIDTH * HEIGHT; i++) {
                        for (int k = 0; k < components; k++) {
                            values.setPosition(new int[] {i % WIDTH, i / WIDTH, c * components + k, z, t});
                            double expected = components == 1
                                    ? plane.getPixelValue(i % WIDTH, i / WIDTH)
                                    : (plane.get(i) >> (16 - 8 * k)) & 0xff;
                            assertEquals(expected, values.get().getRealDouble());
                        }
                    }
                }
            }
        }
    }

    static Stream<ImagePlus> imagesOfEveryKindAndPalette() {
        return Stream.concat(imagesOfEveryKind(), Stream.of(palette()));
    }

    @ParameterizedTest
    @MethodSource("imagesOfEveryKindAndPalette")
    void blocksTakeTheFastPath(ImagePlus image) {
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        if (img.getType() instanceof UnsignedByteType) {
            byte[] block = new byte[3 * 2 * (int) img.dimension(2)];
            copy(img, new UnsignedByteType(), block);
            assertEquals(valueAt(img, 2, 1), block[0] & 0xff);
        } else if (img.getType() instanceof UnsignedShortType) {
            short[] block = new short[3 * 2 * (int) img.dimension(2)];
            copy(img, new UnsignedShortType(), block);
            assertEquals(valueAt(img, 2, 1), block[0] & 0xffff);
        } else {
            float[] block = new float[3 * 2 * (int) img.dimension(2)];
            copy(img, new FloatType(), block);
            assertEquals(valueAt(img, 2, 1), block[0]);
        }
    }

    @SuppressWarnings("unchecked") // the type was looked at
    private static <T extends NativeType<T>> void copy(RandomAccessibleInterval<?> img, T type, Object block) {
        assertInstanceOf(type.getClass(), img.getType());
        PrimitiveBlocks.of((RandomAccessibleInterval<T>) img, PrimitiveBlocks.OnFallback.FAIL)
                .copy(new long[] {2, 1, 0, img.max(3), img.max(4)}, block, new int[] {3, 2, (int) img.dimension(2), 1, 1
                });
    }

    private static double valueAt(RandomAccessibleInterval<? extends RealType<?>> img, int x, int y) {
        return img.getAt(x, y, 0, img.max(3), img.max(4)).getRealDouble();
    }

    @Test
    void planesInMemoryAreShared() {
        ImagePlus image = hyperstack(32, 2, 1, 1);
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        ((float[]) image.getStack().getPixels(2))[0] = 4711;
        assertEquals(4711, img.getAt(0, 0, 1, 0, 0).getRealDouble());
    }

    @Test
    void signedValuesAreNegativeBelowTheMiddle() {
        short[] raw = new short[WIDTH * HEIGHT];
        raw[1] = (short) 32768;
        raw[2] = (short) 65535;
        ImagePlus image = signed16(new ImagePlus("signed", new ShortProcessor(WIDTH, HEIGHT, raw, null)));
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        assertArrayEquals(
                new double[] {-32768, 0, 32767},
                IntStream.range(0, 3)
                        .mapToDouble(x -> img.getAt(x, 0, 0, 0, 0).getRealDouble())
                        .toArray());
    }

    @Test
    void densityCalibrationGivesRealValues() {
        ImagePlus image = IJ.createImage("calibrated", "8-bit black", WIDTH, HEIGHT, 1);
        image.getProcessor().set(3, 2, 100);
        image.getCalibration().setFunction(ij.measure.Calibration.STRAIGHT_LINE, new double[] {0.5, 0.25}, "OD");
        assertEquals(
                0.5 + 0.25 * 100, ImagePlusImg.wrap(image).getAt(3, 2, 0, 0, 0).getRealDouble());
    }

    @Test
    void paletteIsThreeChannelsOfItsColors() {
        ImagePlus image = palette();
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        assertEquals(3, img.dimension(2));
        int rgb =
                image.getProcessor().getColorModel().getRGB(image.getProcessor().get(4, 3));
        Color color = new Color(rgb);
        assertEquals(color.getRed(), img.getAt(4, 3, 0, 0, 0).getRealDouble());
        assertEquals(color.getGreen(), img.getAt(4, 3, 1, 0, 0).getRealDouble());
        assertEquals(color.getBlue(), img.getAt(4, 3, 2, 0, 0).getRealDouble());
    }

    @Test
    void pseudocolorLookupTableLeavesValuesAlone() {
        ImagePlus image = hyperstack(8, 1, 1, 1);
        image.getProcessor().setLut(LUT.createLutFromColor(Color.GREEN));
        image.setProcessor(image.getProcessor());
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        assertEquals(1, img.dimension(2));
        assertEquals(image.getProcessor().get(1, 2), img.getAt(1, 2, 0, 0, 0).getRealDouble());
    }

    @Test
    void compositeImageIsItsChannels() {
        ImagePlus image = new CompositeImage(hyperstack(16, 3, 1, 1), IJ.COMPOSITE);
        assertEquals(3, ImagePlusImg.wrap(image).dimension(2));
    }

    @Test
    void virtualPlaneIsReadOnceForManyThreads() {
        AtomicInteger reads = new AtomicInteger();
        ImagePlus image = new ImagePlus("virtual", new CountingStack(6, reads));
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        reads.set(0);
        double[] values = IntStream.range(0, 600)
                .parallel()
                .mapToDouble(i -> img.getAt(0, 0, 0, i % 6, 0).getRealDouble())
                .toArray();
        assertArrayEquals(IntStream.range(0, 600).mapToDouble(i -> i % 6 + 1).toArray(), values);
        assertEquals(6, reads.get());
    }

    @Test
    void cacheHoldsNoMoreThanItsCapacity() {
        AtomicInteger reads = new AtomicInteger();
        PlaneCache<Long> cache = new PlaneCache<>(
                index -> {
                    reads.incrementAndGet();
                    return index;
                },
                2);
        for (long index : new long[] {0, 1, 0, 2, 0, 1}) {
            assertEquals(index, cache.get(index));
        }
        // 1 was used least recently when 2 came, so it is read again; 0 never is.
        assertEquals(4, reads.get());
    }

    @Test
    void unreadablePlaneIsNamed() {
        ImagePlus image = new ImagePlus("broken", new CountingStack(2, new AtomicInteger()) {
            @Override
            public ImageProcessor getProcessor(int n) {
                return n == 2 ? null : super.getProcessor(n);
            }
        });
        RandomAccessibleInterval<? extends RealType<?>> img = ImagePlusImg.wrap(image);
        Exception e = assertThrows(
                IllegalStateException.class, () -> img.getAt(0, 0, 0, 1, 0).getRealDouble());
        assertTrue(e.getMessage().contains("plane 2 of 2 of 'broken'"), e.getMessage());
    }

    /** A virtual stack that hands out one buffer for all planes and counts how often it is asked. */
    private static class CountingStack extends VirtualStack {
        private final float[] buffer = new float[WIDTH * HEIGHT];
        private final int size;
        private final AtomicInteger reads;

        CountingStack(int size, AtomicInteger reads) {
            super(WIDTH, HEIGHT, null, "");
            this.size = size;
            this.reads = reads;
        }

        @Override
        public int getSize() {
            return size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int getBitDepth() {
            return 32;
        }

        @Override
        public ImageProcessor getProcessor(int n) {
            reads.incrementAndGet();
            Arrays.fill(buffer, n);
            return new FloatProcessor(WIDTH, HEIGHT, buffer);
        }
    }

    private static ImagePlus hyperstack(int bitDepth, int channels, int slices, int frames) {
        Random random = new Random(bitDepth * 31L + channels);
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int i = 0; i < channels * slices * frames; i++) {
            stack.addSlice(randomPlane(bitDepth, random));
        }
        ImagePlus image = new ImagePlus(bitDepth + " bit, C" + channels + " Z" + slices + " T" + frames, stack);
        image.setDimensions(channels, slices, frames);
        image.setOpenAsHyperStack(true);
        return image;
    }

    private static ImageProcessor randomPlane(int bitDepth, Random random) {
        ImageProcessor plane = switch (bitDepth) {
            case 8 -> new ByteProcessor(WIDTH, HEIGHT);
            case 16 -> new ShortProcessor(WIDTH, HEIGHT);
            case 24 -> new ColorProcessor(WIDTH, HEIGHT);
            default -> new FloatProcessor(WIDTH, HEIGHT);
        };
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            if (bitDepth == 32) {
                plane.setf(i, random.nextFloat() - 0.5f);
            } else {
                plane.set(i, random.nextInt(1 << bitDepth));
            }
        }
        return plane;
    }

    private static ImagePlus signed16(ImagePlus image) {
        image.getCalibration().setSigned16BitCalibration();
        return image;
    }

    /** An image as a GIF gives it: the colors of its palette jump from index to index. */
    private static ImagePlus palette() {
        Random random = new Random(5);
        byte[][] colors = new byte[3][256];
        for (byte[] color : colors) {
            random.nextBytes(color);
        }
        ImageProcessor plane = randomPlane(8, random);
        plane.setColorModel(new IndexColorModel(8, 256, colors[0], colors[1], colors[2]));
        return new ImagePlus("palette", plane);
    }

    private static ImagePlus virtual(ImagePlus image) {
        ImageStack planes = image.getStack();
        VirtualStack stack = new VirtualStack(WIDTH, HEIGHT, null, "") {
            @Override
            public int getSize() {
                return planes.getSize();
            }

            @Override
            public int size() {
                return planes.getSize();
            }

            @Override
            public int getBitDepth() {
                return planes.getBitDepth();
            }

            @Override
            public ImageProcessor getProcessor(int n) {
                return planes.getProcessor(n);
            }
        };
        ImagePlus result = new ImagePlus("virtual " + image.getTitle(), stack);
        result.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        result.setOpenAsHyperStack(true);
        return result;
    }
}
