package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.convlayers.ij.arithmetic.ArithmeticOptions;
import org.convlayers.ij.option.OptionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArithmeticCommandTest {
    @TempDir
    private Path folder;

    @Test
    void stackHasAFrameForEachOutputPixel() {
        Path out = folder.resolve("out.tif");
        CommandRun run = CommandRun.of("arithmetic", "--stride", "2", "--padding", "1", "--no-bias", "-o", out)
                .succeeds();
        ImagePlus stack = IJ.openImage(out.toString());
        assertEquals(9, stack.getNFrames());
        assertTrue(stack.getStack().getSliceLabel(5).startsWith("y[0, 1, 1] = "));
        assertEquals("", run.out());
        assertEquals(
                out + ": 9 frames of " + stack.getWidth() + " x " + stack.getHeight() + " pixels",
                run.err().strip());
    }

    @Test
    void animationHasAFrameForEachOutputPixel() throws IOException {
        Path out = folder.resolve("out.gif");
        CommandRun.of("arithmetic", "--size=4x4", "--kernel=3x1", "--padding=0", "-o", out)
                .succeeds();
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(out.toFile()));
        assertEquals(8, reader.getNumImages(true));
    }

    @Test
    void stripHasTheFramesOfAnOutputRowInARow() throws IOException {
        Path stack = folder.resolve("out.tif");
        Path strip = folder.resolve("out.png");
        CommandRun.of("arithmetic", "--size=4x3", "--padding=0", "--kernel=2", "-o", stack)
                .succeeds();
        CommandRun.of("arithmetic", "--size=4x3", "--padding=0", "--kernel=2", "-o", strip)
                .succeeds();
        ImagePlus frames = IJ.openImage(stack.toString());
        ImagePlus picture = IJ.openImage(strip.toString());
        assertEquals(2 * frames.getWidth() + 12, picture.getWidth());
        assertEquals(3 * frames.getHeight() + 2 * 12, picture.getHeight());
        picture.setRoi(frames.getWidth() + 12, frames.getHeight() + 12, frames.getWidth(), frames.getHeight());
        assertArrayEquals((int[]) frames.getStack().getProcessor(4).getPixels(), (int[])
                picture.getProcessor().crop().convertToRGB().getPixels());
    }

    @Test
    void anImageGivesTheValues() throws IOException {
        Path in = folder.resolve("in.npy");
        ArrayFiles.write(in, new float[] {3, 1, 4, 1, 5, 9, 2, 6, 5}, 1, 3, 3);
        Path out = folder.resolve("out.tif");
        CommandRun.of("arithmetic", "--size", "2x3", "--weights", "1 1; 1 1", "--padding", "0", in, "-o", out)
                .succeeds();
        ImagePlus stack = IJ.openImage(out.toString());
        assertEquals("y[0, 0, 0] = 10", stack.getStack().getSliceLabel(1)); // 3 + 1 + 1 + 5
        assertEquals("y[0, 0, 1] = 19", stack.getStack().getSliceLabel(2)); // 1 + 4 + 5 + 9
    }

    static Stream<OptionKey> keys() {
        return ArithmeticOptions.SCHEMA.keys().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyOfTheMenuIsAnOptionWithAnExplanation(OptionKey key) {
        String help = CommandRun.of("arithmetic", "--help").succeeds().out();
        assertTrue(help.contains("--" + key.name()), help);
        assertFalse(help.contains("null"), help);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            -o out.jpg => arithmetic is written to .gif (animation), .png (strip) and .tif (stack), not to 'out.jpg'
            -o out.gif --scale=0 => scale=0: this is not a number from 1 to 8
            -o out.gif --kernal 3 => there is no option '--kernal'; the nearest is '--kernel'; see --help
            -o out.gif --kernel=0 => kernel=0: must be at least 1 on every axis
            --size 5x5 => Missing required option: '--output=OUT'; see --help
            """)
    void mistakeIsOneLine(String options, String message) {
        CommandRun.of((Object[]) ("arithmetic " + options).split(" ")).failsWith(2, message);
        assertFalse(Files.exists(Path.of("out.gif")));
    }

    @Test
    void stripThatIsTooLargeIsRefused() {
        CommandRun run = CommandRun.of("arithmetic", "--size=20x20", "--scale=3", "-o", folder.resolve("out.png"));
        assertEquals(2, run.code());
        assertTrue(
                run.err()
                        .strip()
                        .matches(
                                "error: a strip of 400 frames would have \\d+ x \\d+ pixels, which is too large; a smaller"
                                        + " size or scale, or a .gif, takes less"),
                run.err());
    }

    @Test
    void theInputIsNotReplaced() throws IOException {
        Path in = folder.resolve("in.tif");
        IJ.saveAsTiff(IJ.createImage("in", "8-bit ramp", 8, 8, 1), in.toString());
        CommandRun.of("arithmetic", in, "-o", in)
                .failsWith(2, "the output '" + in + "' is the input '" + in + "'; choose another name");
    }
}
