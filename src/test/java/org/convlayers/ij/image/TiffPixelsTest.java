package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.convlayers.TinyTiff;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TiffPixelsTest {
    private static final int LONG = 4;
    private static final long ALLOWED_BYTES = 4 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"8-bit, 1", "16-bit, 12", "32-bit, 12", "RGB, 12", "RGB, 1"})
    void whatImageJSavesIsOpened(String type, int planes) throws IOException {
        ImagePlus saved = IJ.createImage("a", type + " ramp", 31, 17, planes);
        if (planes > 1) {
            saved.setDimensions(2, 3, 2);
            saved.setOpenAsHyperStack(true);
        }
        saved.getStack().setSliceLabel("first", 1);
        saved.setProp("key", "value");
        saved.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
        saved.setRoi(new Roi(4, 3, 2, 1));
        assertSamePlanes(saved, ImageFiles.open(save(saved)));
    }

    /** ImageJ writes in the byte order of its preferences, whatever the file info says. */
    @ParameterizedTest
    @CsvSource({"true, I", "false, M"})
    void bothByteOrdersAreOpened(boolean isLittleEndian, char mark) throws IOException {
        ImagePlus saved = IJ.createImage("a", "16-bit ramp", 31, 17, 1);
        boolean before = Prefs.intelByteOrder;
        Prefs.intelByteOrder = isLittleEndian;
        try {
            Path file = save(saved);
            assertEquals(mark, Files.readAllBytes(file)[0]);
            assertSamePlanes(saved, ImageFiles.open(file));
        } finally {
            Prefs.intelByteOrder = before;
        }
    }

    @ParameterizedTest
    @CsvSource({"LZW, 3", "Deflate, 3", "PackBits, 1", "ZLib, 1"})
    void compressedPagesInStripsAreOpened(String compression, int pages) throws IOException {
        BufferedImage image = new BufferedImage(200, 150, BufferedImage.TYPE_BYTE_GRAY);
        Path file = compress(image, compression, pages);
        ImagePlus opened = ImageFiles.open(file);
        assertEquals(pages, opened.getStackSize());
        assertEquals(150, opened.getHeight());
    }

    @Test
    void stackWhoseLaterDirectoriesAreMissingIsOpened() throws IOException {
        // As ImageJ saves stacks of more than 4 GB.
        byte[] text = "ImageJ=1.54p\nimages=3\nslices=3\n\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        TinyTiff tiff = new TinyTiff();
        int[] description = {270, 2, text.length, 0};
        tiff.page(10, 12, description, new int[] {257, LONG, 1, 4}, new int[] {279, LONG, 1, 40});
        byte[] planes = tiff.bytes();
        description[3] = planes.length;
        ByteBuffer file = ByteBuffer.allocate(planes.length + text.length);
        file.put(tiff.bytes()).put(text);
        ImagePlus opened = ImageFiles.open(Files.write(folder.resolve("stack.tif"), file.array()));
        assertEquals(3, opened.getStackSize());
        assertEquals(119, opened.getStack().getProcessor(3).get(9, 3));

        String cut = refusal(Files.write(folder.resolve("cut.tif"), moreImages(file.array(), planes.length)));
        assertTrue(cut.endsWith("it promises 9 images of 10 x 4 pixels of 8 bits and has the bytes of 3"), cut);
    }

    private static byte[] moreImages(byte[] file, int text) {
        byte[] changed = file.clone();
        changed[text + "ImageJ=1.54p\nimages=".length()] = '9';
        return changed;
    }

    @Test
    void pagesOfDifferentSizesAreRefusedWithBoth() throws IOException {
        Path file = new TinyTiff().page(12, 10).page(12, 10).page(9, 7).write(folder.resolve("mixed.tif"));
        assertEquals(
                file + ": page 3 has 9 x 7 pixels of 8 bits, page 1 has 12 x 10 pixels of 8 bits;"
                        + " the pages of a stack have one size and type",
                refusal(file));
    }

    @Test
    void imageWithThumbnailIsOpened() throws IOException {
        Path file = new TinyTiff()
                .page(12, 10)
                .page(6, 5, new int[] {254, LONG, 1, 1})
                .write(folder.resolve("thumbnail.tif"));
        assertArrayEquals(new int[] {12, 10, 1, 1, 1}, ImageFiles.open(file).getDimensions());
    }

    @Test
    void stripsShorterThanTheirImageAreRefused() throws IOException {
        Path file = new TinyTiff()
                .page(12, 10, new int[] {279, LONG, 1, 60})
                .page(12, 10)
                .write(folder.resolve("short.tif"));
        String message = refusal(file);
        assertTrue(message.endsWith("12 x 10 pixels of 8 bits need at least 120 bytes, its strips have 60"), message);
    }

    @Test
    void imageThatNoCompressionHidesInSoFewBytesIsRefused() throws IOException {
        Path file = new TinyTiff()
                .page(10, 10, new int[] {257, LONG, 1, 1_000_000}, new int[] {259, LONG, 1, 8})
                .write(folder.resolve("tall.tif"));
        assertTrue(refusal(file).endsWith("its strips have 100"), refusal(file));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "-1, 10", "70000, 70000"})
    void impossibleSizeIsRefused(int width, int height) throws IOException {
        Path file = new TinyTiff()
                .page(10, 10, new int[] {256, LONG, 1, width}, new int[] {257, LONG, 1, height})
                .write(folder.resolve("size.tif"));
        assertTrue(refusal(file).contains("an image of " + width + " x " + height + " pixels"), refusal(file));
    }

    /** Each byte of the directory and the metadata in turn, as a damaged disk would. */
    @ParameterizedTest
    @ValueSource(ints = {0x40, 0xff})
    void damagedBytesAreReadOrRefusedInLittleMemory(int damage) throws IOException {
        ImagePlus saved = IJ.createImage("a", "RGB ramp", 18, 16, 2);
        saved.setProp("key", "value");
        saved.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
        byte[] good = Files.readAllBytes(save(saved));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int at = 2; at < good.length - 2 * 18 * 16 * 3; at++) {
                byte[] bytes = good.clone();
                bytes[at] ^= (byte) damage;
                Path file = Files.write(folder.resolve(at + ".tif"), bytes);
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    ImageFiles.open(file);
                } catch (DamagedFileException e) {
                    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                }
                long taken = threads.getCurrentThreadAllocatedBytes() - before;
                assertTrue(taken < ALLOWED_BYTES, "byte " + at + " made it take " + taken + " bytes");
            }
        });
    }

    private Path save(ImagePlus image) {
        Path file = folder.resolve("saved.tif");
        FileSaver saver = new FileSaver(image);
        boolean isSaved =
                image.getStackSize() > 1 ? saver.saveAsTiffStack(file.toString()) : saver.saveAsTiff(file.toString());
        assertTrue(isSaved);
        return file;
    }

    private Path compress(BufferedImage image, String compression, int pages) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            image.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 0, random.nextInt(256));
        }
        Path file = folder.resolve("compressed.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType(compression);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < pages; i++) {
                writer.writeToSequence(new IIOImage(image, null, null), how);
            }
            writer.endWriteSequence();
        }
        writer.dispose();
        return file;
    }

    private static String refusal(Path file) {
        return assertThrows(DamagedFileException.class, () -> ImageFiles.open(file))
                .getMessage();
    }

    private static void assertSamePlanes(ImagePlus expected, ImagePlus actual) {
        assertArrayEquals(expected.getDimensions(), actual.getDimensions());
        for (int plane = 1; plane <= expected.getStackSize(); plane++) {
            float[] pixels = (float[])
                    expected.getStack().getProcessor(plane).convertToFloat().getPixels();
            assertArrayEquals(pixels, (float[])
                    actual.getStack().getProcessor(plane).convertToFloat().getPixels());
        }
    }
}
