package org.convlayers.io.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import ij.measure.Calibration;
import ij.plugin.FileInfoVirtualStack;
import ij.process.ImageProcessor;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffStackWriterTest {
    private static final StackCalibration CALIBRATION = new StackCalibration(
            new StackCalibration.Axis(0.1083, -3.25, "\u00b5m"),
            new StackCalibration.Axis(0.2166, 7, "\u00b5m"),
            new StackCalibration.Axis(1.5, 0.5, "Schritt \u2116"),
            true,
            0.04,
            "msec",
            12.5,
            "\u0416/s");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void imagejReadsPixelsOfEveryType(SampleType type) throws IOException {
        TiffStackDescription stack = TiffStackDescription.of(37, 23, 3, 4, 2, type);
        float[][] planes = randomPlanes(stack, 11);
        Path file = write(stack, planes);
        assertPlanes(planes, stack, open(file));
        assertPlanes(planes, stack, FileInfoVirtualStack.openVirtual(file.toString()));
    }

    @Test
    void imagejReadsAllThatTheDescriptionSays() throws IOException {
        TiffStackDescription stack = described(TiffStackDescription.of(5, 4, 3, 2, 2, SampleType.FLOAT32));
        Path file = write(stack, randomPlanes(stack, 5));
        ImagePlus whole = open(file);
        ImagePlus virtual = FileInfoVirtualStack.openVirtual(file.toString());
        // It leaves them in the file info.
        virtual.setProperties(virtual.getOriginalFileInfo().properties);
        for (ImagePlus image : List.of(whole, virtual)) {
            assertEquals(
                    "[5, 4, 3, 2, 2]",
                    IntStream.of(image.getDimensions()).boxed().toList().toString());
            assertTrue(image.isHyperStack());
            assertEquals(IJ.GRAYSCALE, ((CompositeImage) image).getMode());
            assertCalibration(image.getCalibration());
            assertEquals(stack.labels(), labels(image));
            assertEquals(stack.info(), image.getInfoProperty());
            stack.properties().forEach((key, value) -> assertEquals(value, image.getProp(key)));
            for (int channel = 0; channel < 3; channel++) {
                image.setPosition(channel + 1, 1, 1);
                assertEquals(range(channel).min(), image.getDisplayRangeMin());
                assertEquals(range(channel).max(), image.getDisplayRangeMax());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagejReadsAllOfASingleImage(SampleType type) throws IOException {
        TiffStackDescription stack = described(TiffStackDescription.of(5, 4, 1, 1, 1, type));
        float[][] planes = randomPlanes(stack, 7);
        ImagePlus image = open(write(stack, planes));
        assertPlanes(planes, stack, image);
        assertCalibration(image.getCalibration());
        assertEquals(stack.labels().get(0), image.getProp("Slice_Label"));
        assertEquals("value", image.getProp("key"));
        assertEquals(range(0).min(), image.getDisplayRangeMin());
        assertEquals(range(0).max(), image.getDisplayRangeMax());
    }

    @Test
    void channelsAloneOpenInGrayscaleMode() throws IOException {
        TiffStackDescription stack = TiffStackDescription.of(5, 4, 12, 1, 1, SampleType.FLOAT32);
        ImagePlus image = open(write(stack, randomPlanes(stack, 3)));
        assertEquals(12, image.getNChannels());
        assertEquals(IJ.GRAYSCALE, ((CompositeImage) image).getMode());
        image.setC(12);
        assertEquals(range(11).max(), image.getDisplayRangeMax());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void threadsWriteBoxesInAnyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(700);
        int height = 1 + random.nextInt(400);
        SampleType type = List.of(SampleType.values()).get(random.nextInt(3));
        TiffStackDescription stack = TiffStackDescription.of(width, height, 1 + random.nextInt(3), 2, 1, type);
        float[][] planes = randomPlanes(stack, seed);
        Path target = folder.resolve("boxes.tif");
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of()), stack)) {
            List<Box> boxes = boxes(stack, random);
            Collections.shuffle(boxes, random);
            writeInParallel(writer, boxes, planes);
            writer.finish(ranges(stack));
        }
        assertPlanes(planes, stack, open(target));
    }

    @Test
    void otherReadersSeeEachPlane() throws IOException {
        TiffStackDescription stack = described(TiffStackDescription.of(7, 3, 2, 3, 1, SampleType.UINT8));
        float[][] planes = randomPlanes(stack, 9);
        Path file = write(stack, planes);
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(6, reader.getNumImages(true));
            for (int plane = 0; plane < 6; plane++) {
                Raster raster = reader.read(plane).getRaster();
                float[] pixels = raster.getPixels(0, 0, 7, 3, (float[]) null);
                assertArrayEquals(stored(stack, planes[plane]), pixels);
            }
        } finally {
            reader.dispose();
        }
    }

    @Test
    void nothingAppearsBeforeTheEnd() throws IOException {
        TiffStackDescription stack = TiffStackDescription.of(4, 4, 1, 2, 1, SampleType.UINT16);
        Path target = folder.resolve("out.tif");
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of()), stack)) {
            writer.write(0, 0, 0, 4, 4, new float[16], 0, 4);
            assertFalse(Files.exists(target));
            IllegalStateException error = assertThrows(IllegalStateException.class, () -> writer.finish(ranges(stack)));
            assertEquals("the stack has 32 pixels, but 16 were written", error.getMessage());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void boxesOutsideAreRejected() throws IOException {
        TiffStackDescription stack = TiffStackDescription.of(4, 3, 2, 1, 1, SampleType.UINT16);
        Path target = folder.resolve("out.tif");
        float[] values = new float[12];
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of()), stack)) {
            for (int[] box : new int[][] {{2, 0, 0, 4, 3}, {0, 1, 0, 4, 3}, {0, 0, 1, 4, 3}, {0, -1, 0, 2, 2}}) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> writer.write(box[0], box[1], box[2], box[3], box[4], values, 0, 4));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> writer.write(0, 0, 0, 4, 3, values, 1, 4));
        }
    }

    @Test
    void descriptionsThatImagejCannotReadAreRejected() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> TiffStackDescription.of(30000, 30000, 2, 1, 1, SampleType.FLOAT32));
        assertTrue(error.getMessage().contains("has 3600000000 bytes"), error.getMessage());
        assertEquals(
                3_600_000_000L,
                TiffStackDescription.of(30000, 30000, 1, 1, 1, SampleType.FLOAT32)
                        .planeBytes());
        TiffStackDescription stack = TiffStackDescription.of(2, 2, 3, 1, 1, SampleType.FLOAT32);
        error = assertThrows(IllegalArgumentException.class, () -> stack.withLabels(List.of("a", "b")));
        assertEquals("there are 3 planes, but got 2 labels", error.getMessage());
        StackCalibration.Axis atom = new StackCalibration.Axis(1e-10, 0, "m");
        error = assertThrows(
                IllegalArgumentException.class, () -> new StackCalibration(atom, atom, atom, false, 0, "sec", 0, ""));
        assertEquals(
                "TIFF holds pixels of 2.4e-10 to 4.2e9 units, but the pixel width is 1.0E-10 m; choose another unit",
                error.getMessage());
    }

    /** Writes a file of 4.6 GB: {@code -Dconvlayers.large=true}. */
    @Test
    @EnabledIfSystemProperty(named = "convlayers.large", matches = "true")
    void imagejReadsMoreThanFourGigabytes() throws Exception {
        TiffStackDescription stack = described(TiffStackDescription.of(2048, 2048, 3, 46, 2, SampleType.FLOAT32));
        Path target = folder.resolve("large.tif");
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of()), stack)) {
            IntStream.range(0, stack.planes()).parallel().forEach(plane -> writeMarked(writer, plane));
            writer.finish(ranges(stack));
        }
        assertTrue(Files.size(target) > 1L << 32);
        ImagePlus image = FileInfoVirtualStack.openVirtual(target.toString());
        assertEquals(
                "[2048, 2048, 3, 46, 2]",
                IntStream.of(image.getDimensions()).boxed().toList().toString());
        assertEquals(stack.labels(), labels(image));
        for (int plane = 0; plane < stack.planes(); plane++) {
            ImageProcessor pixels = image.getStack().getProcessor(plane + 1);
            assertEquals(plane, pixels.getf(0));
            assertEquals(-plane, pixels.getf(2048 * 2048 - 1));
        }
        assertEquals(
                275,
                new Opener().openTiff(target.toString(), 276).getProcessor().getf(0));
    }

    private static void writeMarked(TiffStackWriter writer, int plane) {
        float[] values = new float[2048 * 2048];
        values[0] = plane;
        values[values.length - 1] = -plane;
        try {
            writer.write(plane, 0, 0, 2048, 2048, values, 0, 2048);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Box(int plane, int x, int y, int width, int height) {}

    /** Cuts every plane into columns and rows at random places. */
    private static List<Box> boxes(TiffStackDescription stack, Random random) {
        int columns = 1 + random.nextInt(stack.width());
        int rows = 1 + random.nextInt(stack.height());
        List<Box> boxes = new ArrayList<>();
        for (int plane = 0; plane < stack.planes(); plane++) {
            for (int y = 0; y < stack.height(); y += rows) {
                for (int x = 0; x < stack.width(); x += columns) {
                    int width = Math.min(columns, stack.width() - x);
                    boxes.add(new Box(plane, x, y, width, Math.min(rows, stack.height() - y)));
                }
            }
        }
        return boxes;
    }

    private static void writeInParallel(TiffStackWriter writer, List<Box> boxes, float[][] planes)
            throws InterruptedException, ExecutionException {
        int stride = writer.description().width();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (Box box : boxes) {
            tasks.add(threads.submit(() -> {
                int offset = box.y * stride + box.x;
                writer.write(box.plane, box.x, box.y, box.width, box.height, planes[box.plane], offset, stride);
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    private static TiffStackDescription described(TiffStackDescription stack) {
        return stack.withCalibration(CALIBRATION)
                .withLabels(IntStream.range(0, stack.planes())
                        .mapToObj(plane -> "map \u0416\u03b1\uD83D\uDD2C " + plane)
                        .toList())
                .withInfo("Line 1\nLine 2: \u0394t = 3 \u00b5s\n")
                .withProperties(Map.of("key", "value", "convlayers.network", "Conv2d(3, 8, 3)\nReLU()"));
    }

    private static void assertCalibration(Calibration calibration) {
        assertEquals(0.1083, calibration.pixelWidth, 1e-16);
        assertEquals(0.2166, calibration.pixelHeight, 1e-16);
        assertEquals(1.5, calibration.pixelDepth);
        assertEquals(-3.25, calibration.xOrigin);
        assertEquals(7, calibration.yOrigin);
        assertEquals(0.5, calibration.zOrigin);
        assertEquals("\u00b5m", calibration.getXUnit());
        assertEquals("\u00b5m", calibration.getYUnit());
        assertEquals("Schritt \u2116", calibration.getZUnit());
        assertTrue(calibration.getInvertY());
        assertEquals(0.04, calibration.frameInterval);
        assertEquals("msec", calibration.getTimeUnit());
        assertEquals(12.5, calibration.fps);
    }

    private static void assertPlanes(float[][] planes, TiffStackDescription stack, ImagePlus image) {
        assertEquals(8 * stack.type().bytes(), image.getBitDepth());
        assertEquals(stack.planes(), image.getStackSize());
        for (int frame = 0; frame < stack.frames(); frame++) {
            for (int slice = 0; slice < stack.slices(); slice++) {
                for (int channel = 0; channel < stack.channels(); channel++) {
                    int index = image.getStackIndex(channel + 1, slice + 1, frame + 1);
                    float[] pixels = (float[]) image.getStack()
                            .getProcessor(index)
                            .convertToFloatProcessor()
                            .getPixels();
                    assertArrayEquals(stored(stack, planes[stack.plane(channel, slice, frame)]), pixels);
                }
            }
        }
    }

    private static float[] stored(TiffStackDescription stack, float[] values) {
        float[] stored = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = stack.type().nearest(values[i]);
        }
        return stored;
    }

    private static List<String> labels(ImagePlus image) {
        return IntStream.rangeClosed(1, image.getStackSize())
                .mapToObj(image.getStack()::getSliceLabel)
                .toList();
    }

    private Path write(TiffStackDescription stack, float[][] planes) throws IOException {
        Path target = folder.resolve("stack.tif");
        try (TiffStackWriter writer = TiffStackWriter.create(OutputFile.create(target, List.of()), stack)) {
            for (int plane = 0; plane < planes.length; plane++) {
                writer.write(plane, 0, 0, stack.width(), stack.height(), planes[plane], 0, stack.width());
            }
            writer.finish(ranges(stack));
        }
        return target;
    }

    private static ImagePlus open(Path file) {
        return new Opener().openImage(file.toString());
    }

    private static List<DisplayRange> ranges(TiffStackDescription stack) {
        return IntStream.range(0, stack.channels())
                .mapToObj(TiffStackWriterTest::range)
                .toList();
    }

    /** Values that every type can show as they are. */
    private static DisplayRange range(int channel) {
        return new DisplayRange(1 + channel, 30 + 2 * channel);
    }

    private static float[][] randomPlanes(TiffStackDescription stack, long seed) {
        Random random = new Random(seed);
        float[][] planes = new float[stack.planes()][stack.width() * stack.height()];
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (random.nextGaussian() * 40000);
            }
        }
        return planes;
    }
}
