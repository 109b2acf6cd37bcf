package org.convlayers.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    private static final long LARGEST_PICTURE = 300_000;
    private static final long LARGEST_ANIMATION = 600_000;

    @TempDir
    private static Path folder;

    private static String printed;

    @BeforeAll
    static void runIt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HeadlessImageJ imageJ = HeadlessImageJ.start()) {
            new Demo(imageJ, folder, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
        }
        printed = bytes.toString(StandardCharsets.UTF_8);
    }

    private static ImagePlus result(String name) {
        return IJ.openImage(folder.resolve(name).toString());
    }

    /** Sobel's derivative along x, at every second pixel: [1 2 1]/4 of half the difference of the neighbours. */
    @Test
    void theConvolutionIsSobelsAtEverySecondPixel() throws IOException {
        ColorProcessor source = (ColorProcessor)
                IJ.openImage("src/test/resources/images/ihc.png").getProcessor();
        ImagePlus maps = result("1-convolution.tif");
        assertEquals("sobel x of red", maps.getStack().getSliceLabel(1));
        for (int v = 1; v < 255; v += 23) {
            for (int u = 1; u < 255; u += 19) {
                double expected = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    int weight = 2 - Math.abs(dy);
                    expected +=
                            weight * (red(source, 2 * u + 1, 2 * v + dy) - red(source, 2 * u - 1, 2 * v + dy)) / 8.0;
                }
                assertEquals(expected, maps.getStack().getVoxel(u, v, 0), 1e-4, "at " + u + ", " + v);
            }
        }
    }

    private static int red(ColorProcessor image, int x, int y) {
        return image.get(x, y) >> 16 & 0xff;
    }

    @Test
    void featureMapsAreCalibratedHyperstacksThatKnowTheirLayers() {
        ImagePlus strided = result("1-convolution.tif");
        assertEquals(List.of(256, 256, 6), List.of(strided.getWidth(), strided.getHeight(), strided.getNChannels()));
        assertEquals(1.0, strided.getCalibration().pixelWidth);
        assertEquals(
                List.of(512, 512, 9),
                Stream.of(result("2-depthwise-separable.tif"))
                        .flatMap(image -> Stream.of(image.getWidth(), image.getHeight(), image.getNChannels()))
                        .toList());
        ImagePlus dilated = result("3-dilated.tif");
        assertEquals(0.5, dilated.getCalibration().pixelWidth);
        assertTrue(dilated.getProp("convlayers.network").contains("dilation=4"));
        assertEquals("ihc.png", dilated.getProp("convlayers.source.title"));
    }

    @Test
    void picturesAreSmallAndWhole() throws IOException {
        List<Path> pictures = files(".png");
        assertEquals(8, pictures.size());
        for (Path picture : pictures) {
            assertTrue(Files.size(picture) < LARGEST_PICTURE, picture + " has " + Files.size(picture) + " bytes");
            BufferedImage image = ImageIO.read(picture.toFile());
            assertTrue(image.getWidth() >= 700 && image.getHeight() >= 400, picture.toString());
        }
    }

    @Test
    void animationsHaveAFrameForEachOutputPixel() throws IOException {
        assertEquals(9, result("5-arithmetic.gif").getStackSize());
        assertEquals(16, result("5-arithmetic-transposed.gif").getStackSize());
        for (Path animation : files(".gif")) {
            assertTrue(
                    Files.size(animation) < LARGEST_ANIMATION, animation + " has " + Files.size(animation) + " bytes");
        }
    }

    /** 9 x 9 kernels at dilations 1, 2 and 4: 81 pixels, and twice the 81 without the 25 that the denser ones see. */
    @Test
    void theFieldIsThatOfAllDilations() {
        assertTrue(printed.contains("saw " + (81 + 2 * (81 - 25)) + " pixels within 33 x 33"), printed);
    }

    @Test
    void everyFileIsNamed() throws IOException {
        assertEquals(3, files(".tif").size());
        for (Path file : files("")) {
            assertTrue(printed.contains(file.getFileName().toString()), printed);
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
