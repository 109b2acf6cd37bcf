package org.convlayers.ij.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.image.OpenImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a macro calls it. */
@ExtendWith(BatchMode.class)
final class ConvolutionArithmeticTest {
    /** Figure 1.1 of Dumoulin and Visin's guide. */
    private static final float[] FIGURE = {
        3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1,
    };

    private static ImagePlus run(String options) throws IOException {
        return OpenImages.titled(new ConvolutionArithmetic().execute(ArithmeticOptions.SCHEMA.parse(options)));
    }

    private static List<String> labels(ImagePlus animation) {
        return IntStream.rangeClosed(1, animation.getStackSize())
                .mapToObj(animation.getStack()::getSliceLabel)
                .toList();
    }

    /** The figure's values at the top left of a larger image. */
    private static ImagePlus figure() {
        ImagePlus image = new ImagePlus("figure", new FloatProcessor(8, 7));
        IntStream.range(0, FIGURE.length).forEach(i -> image.getProcessor().setf(i % 5, i / 5, FIGURE[i]));
        return image;
    }

    @Test
    void withoutAnImageThereAreNumbersToWatch() throws IOException {
        ImagePlus animation = run("");
        assertEquals(25, animation.getNFrames());
        assertEquals(24, animation.getBitDepth());
        assertEquals(1, animation.getCalibration().frameInterval);
        assertEquals("sec", animation.getCalibration().getTimeUnit());
        assertEquals(1, animation.getCalibration().fps);
        assertTrue(
                labels(animation).stream()
                        .allMatch(label -> label.matches("y\\[0, \\d, \\d] = -?\\d+ [+-] \\d = -?\\d+")),
                labels(animation).toString());
    }

    @Test
    void theActiveImageGivesTheValues() throws IOException {
        WindowManager.setTempCurrentImage(figure());
        ImagePlus animation = run("weights=[0 1 2; 2 2 0; 0 1 2] padding=0");
        assertEquals(
                List.of(
                        "y[0, 0, 0] = 12",
                        "y[0, 0, 1] = 12",
                        "y[0, 0, 2] = 17",
                        "y[0, 1, 0] = 10",
                        "y[0, 1, 1] = 17",
                        "y[0, 1, 2] = 19",
                        "y[0, 2, 0] = 9",
                        "y[0, 2, 1] = 6",
                        "y[0, 2, 2] = 14"),
                labels(animation));
    }

    @Test
    void thePlaneThatIsShownGivesTheValues() throws IOException {
        ImagePlus stack = IJ.createHyperStack("stack", 6, 6, 1, 2, 3, 8);
        for (int plane = 1; plane <= 6; plane++) {
            stack.getStack().getProcessor(plane).set(0, 0, plane);
        }
        stack.setPosition(1, 2, 3);
        WindowManager.setTempCurrentImage(stack);
        assertEquals("y[0, 0, 0] = 6", labels(run("size=3x3 weights=identity")).get(0));
    }

    @Test
    void colorsAreThreeChannelsWithASumEach() throws IOException {
        ColorProcessor pixels = new ColorProcessor(5, 5);
        pixels.setColor(0x010203);
        pixels.fill();
        new ImagePlus("colors", pixels).show();
        assertEquals(
                "y[0, 1, 1] = 9 + 18 + 27 = 54",
                labels(run("weights=[1 1 1; 1 1 1; 1 1 1] groups=1")).get(6));
        assertEquals(
                "y[2, 1, 1] = 27", labels(run("weights=[1 1 1; 1 1 1; 1 1 1]")).get(56));
        assertEquals(
                "y[0, 0, 0] = 4 + 8 = 12",
                labels(run("size=2x2x2 weights=[1 1; 1 1] padding=0 groups=1")).get(0));
    }

    @Test
    void bothStagesOfASeparableConvolutionAreShown() throws IOException {
        WindowManager.setTempCurrentImage(IJ.createHyperStack("two channels", 4, 4, 2, 1, 1, 8));
        ImagePlus animation = run("size=2x4x4 separable padding=0 filters=3 multiplier=2");
        List<String> labels = labels(animation);
        assertEquals(4 * 4 + 3 * 4, labels.size());
        assertTrue(labels.get(0).startsWith("depthwise: y[0, 0, 0] = "), labels.get(0));
        assertTrue(labels.get(15).startsWith("depthwise: y[3, 1, 1] = "), labels.get(15));
        assertTrue(labels.get(27).startsWith("pointwise: y[2, 1, 1] = "), labels.get(27));
    }

    /** PyTorch's ConvTranspose2d(1, 1, 2, stride=2) of 1 2; 3 4 repeats the kernel 1 2; 3 4, multiplied by each pixel. */
    @Test
    void transposedConvolutionEnlarges() throws IOException {
        new ImagePlus("small", new FloatProcessor(2, 2, new float[] {1, 2, 3, 4}, null)).show();
        ImagePlus animation = run("size=2x2 transposed weights=[1 2; 3 4]");
        List<String> values = labels(animation).stream()
                .map(label -> label.substring(label.indexOf("= ") + 2))
                .toList();
        assertEquals(List.of("1 2 2 4 3 4 6 8 3 6 4 8 9 12 12 16".split(" ")), values);
        assertEquals(
                25,
                run("size=2x2 transposed kernel=3 stride=3 padding=1 outpad=1").getNFrames());
    }

    @Test
    void scaleEnlargesEverything() throws IOException {
        ImagePlus small = run("kernel=2 padding=0 size=2x2");
        ImagePlus large = run("kernel=2 padding=0 size=2x2 scale=2.5");
        assertEquals(small.getWidth() * 2.5, large.getWidth(), 1);
        assertEquals(small.getHeight() * 2.5, large.getHeight(), 1);
    }

    /** How many pixels, depends on the fonts of the machine. */
    @Test
    void framesThatAreTooLargeAreRefused() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> run("size=40x40 kernel=1 scale=8"));
        assertTrue(
                error.getMessage()
                        .matches("a frame would have \\d+ x \\d+ pixels, which is too large; a smaller size, kernel or"
                                + " scale makes it smaller"),
                error.getMessage());
    }

    /** After an animation the next one is about the same image, not about a picture of numbers. */
    @Test
    void animationsStandForTheirImage() throws IOException {
        ImagePlus image = figure();
        image.show();
        ImagePlus first = run("padding=0");
        WindowManager.setTempCurrentImage(first);
        assertEquals(labels(first), labels(run("padding=0")));
        Interpreter.removeBatchModeImage(image);
        image.close();
        assertEquals(labels(run("size=9x9")), labels(run("size=9x9")));
    }

    @Test
    void framesCanBeDuplicatedAndDeleted() throws IOException {
        ImagePlus animation = run("size=3x3 padding=0 kernel=2");
        ImagePlus copy = animation.duplicate();
        assertEquals(4, copy.getStackSize());
        assertArrayEquals((int[]) animation.getStack().getPixels(3), (int[])
                copy.getStack().getPixels(3));
        String third = animation.getStack().getSliceLabel(3);
        animation.getStack().deleteSlice(2);
        assertEquals(3, animation.getStack().getSize());
        assertEquals(third, animation.getStack().getSliceLabel(2));
    }

    @Test
    void seedGivesOtherNumbers() throws IOException {
        assertEquals(labels(run("seed=3")), labels(run("seed=3")));
        assertNotEquals(labels(run("seed=3")), labels(run("seed=4")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size=9x9                      | size=1x9x9 is larger than the image, which is 1x7x8
            size=2x3x3                    | size=2x3x3 is larger than the image, which is 1x7x8
            size=1                        | size=1: '1' is not the size of an input with 2 spatial axes; write HxW or CxHxW in pixels (each 1 to 999999999), such as 64x64
            size=5000x5000                | an input of 1x5000x5000 is too large to be shown; at most 16 channels of 64 x 64 pixels are possible
            scale=9                       | scale=9: this is not a number from 1 to 8
            scale=big                     | scale=big: this is not a number from 1 to 8
            multiplier=2                  | multiplier=2 needs separable
            separable groups=2            | groups=2 is not possible with separable
            outpad=1                      | outpad=1 needs transposed
            transposed edges=reflect      | edges=reflect is not possible with transposed, whose padding holds zeros
            transposed separable          | separable is not possible with transposed
            transposed padding=full       | padding of a transposed convolution must be pixels such as 1 or 1x2, or begin:end pairs such as 1:2x0:1, but got 'full'
            transposed outpad=2           | output padding must be smaller than either stride or dilation, but got output_padding 2x2, stride 2x2, dilation 1x1
            kernel=7 padding=0            | Calculated padded input size per channel: (5 x 5). Kernel size: (7 x 7). Kernel size can't be greater than actual input size
            """)
    void mistakeIsNamed(String options, String message) {
        WindowManager.setTempCurrentImage(figure());
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> run(options));
        assertEquals(message, error.getMessage());
    }
}
