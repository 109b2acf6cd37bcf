package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageFilesTest {
    @TempDir
    private Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ImageFilesTest.class.getResource(name).toURI());
    }

    @ParameterizedTest
    @CsvSource({
        "cell.png, 550, 660, 1, 1, 1, 8",
        "ihc_H_DAB_c2_uint16.tif, 256, 256, 2, 1, 1, 16",
        "mri_PD_z3_uint8.tif, 181, 217, 1, 3, 1, 8",
    })
    void imagesOpenWithTheirDimensions(
            String name, int width, int height, int channels, int slices, int frames, int bitDepth) throws Exception {
        ImagePlus image = ImageFiles.open(resource(name));
        assertArrayEquals(new int[] {width, height, channels, slices, frames}, image.getDimensions());
        assertEquals(bitDepth, image.getBitDepth());
        assertFalse(image.isVisible());
    }

    @Test
    void whatImageJCannotOpenIsNamedWithTheReason() throws Exception {
        Path file = resource("float64-rgb-unreadable-by-imagej.tif");
        assertRefused(file, "64-bit");
    }

    @Test
    void missingFileIsNamed() {
        assertRefused(folder.resolve("nothing.tif"), "there is no such file");
    }

    @Test
    void folderIsNoImage() {
        assertRefused(folder, "this is no file");
    }

    @Test
    void anEmptyNameIsQuoted() {
        DamagedFileException e = assertThrows(DamagedFileException.class, () -> ImageFiles.open(Path.of("")));
        assertEquals("'': this is no file", e.getMessage());
    }

    @Test
    void textIsNoImage() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text.tif"), "hello"), "cannot open");
    }

    @Test
    void emptyFileIsNoImage() throws IOException {
        assertRefused(Files.createFile(folder.resolve("empty.png")), "the file is empty");
    }

    @ParameterizedTest
    @CsvSource({"ihc_H_DAB_c2_uint16.tif", "mri_PD_z3_uint8.tif", "cell.png"})
    void truncatedFileIsRefused(String name) throws Exception {
        byte[] whole = Files.readAllBytes(resource(name));
        // ImageJ would open the first of these with a plane less or with black rows.
        for (int length : new int[] {whole.length - 1000, whole.length * 2 / 3, whole.length / 3, 30}) {
            Path file = Files.write(folder.resolve(length + name), Arrays.copyOf(whole, length));
            assertRefused(file, file.toString());
        }
    }

    @Test
    void truncatedJpegIsRefused() throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 200 * 200; i++) {
            image.setRGB(i % 200, i / 200, random.nextInt());
        }
        Path file = folder.resolve("noise.jpg");
        ImageIO.write(image, "jpg", file.toFile());
        assertEquals(24, ImageFiles.open(file).getBitDepth());
        byte[] whole = Files.readAllBytes(file);
        assertRefused(Files.write(file, Arrays.copyOf(whole, whole.length / 2)), "damaged");
    }

    private static void assertRefused(Path file, String reason) {
        Exception e = assertThrows(DamagedFileException.class, () -> ImageFiles.open(file));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
