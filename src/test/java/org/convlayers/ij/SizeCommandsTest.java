package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.network.PoolingLayer;
import org.convlayers.ij.network.TransposedConvolutionLayer;
import org.convlayers.ij.network.UpsamplingLayer;
import org.convlayers.ij.option.Command;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooling, transposed convolution and upsampling as a macro calls them. */
@ExtendWith(BatchMode.class)
final class SizeCommandsTest {
    private static ImagePlus run(Command command, ImagePlus image, String options) {
        WindowManager.setTempCurrentImage(image);
        try {
            return OpenImages.titled(command.execute(command.schema().parse(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImagePlus small() {
        return new ImagePlus("small", new FloatProcessor(3, 2, new float[] {1, 2, 3, 4, 5, 6}, null));
    }

    private static float[] pixels(ImagePlus image) {
        return (float[]) image.getStack().getPixels(1);
    }

    @Test
    void defaultPoolingIsTheMaximumOfTwoByTwo() {
        assertArrayEquals(new float[] {5}, pixels(run(new PoolingLayer(), small(), "")));
        assertArrayEquals(new float[] {5, 6}, pixels(run(new PoolingLayer(), small(), "ceil")));
        assertArrayEquals(new float[] {5, 6}, pixels(run(new PoolingLayer(), small(), "stride=1")));
    }

    @Test
    void averagesCountThePaddingUnlessExcluded() {
        String options = "operation=average kernel=2 padding=1";
        assertArrayEquals(new float[] {0.25f, 1.25f, 1, 2.75f}, pixels(run(new PoolingLayer(), small(), options)));
        assertArrayEquals(
                new float[] {1, 2.5f, 4, 5.5f}, pixels(run(new PoolingLayer(), small(), options + " exclude-border")));
    }

    @Test
    void transposedConvolutionScattersItsKernel() {
        ImagePlus result = run(new TransposedConvolutionLayer(), small(), "weights=[1 0; 2 1]");
        assertArrayEquals(
                new float[] {1, 0, 2, 0, 3, 0, 2, 1, 4, 2, 6, 3, 4, 0, 5, 0, 6, 0, 8, 4, 10, 5, 12, 6}, pixels(result));
    }

    @Test
    void kaimingGivesEightFiltersOfThreeByThree() {
        ImagePlus result = run(new TransposedConvolutionLayer(), small(), "");
        assertArrayEquals(new int[] {7, 5, 8, 1, 1}, result.getDimensions());
        ImagePlus again = run(new TransposedConvolutionLayer(), small(), "outpad=1 padding=1 filters=2");
        assertArrayEquals(new int[] {6, 4, 2, 1, 1}, again.getDimensions());
    }

    @Test
    void nearestRepeatsPixels() {
        assertArrayEquals(
                new float[] {1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6},
                pixels(run(new UpsamplingLayer(), small(), "")));
        assertArrayEquals(
                new float[] {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6},
                pixels(run(new UpsamplingLayer(), small(), "factor=2x1")));
    }

    @Test
    void pixelShuffleTakesFourChannels() {
        ImagePlus image = RandomImage.of("32", 4, 1, 1);
        ImagePlus result = run(new UpsamplingLayer(), image, "method=[pixel shuffle]");
        assertArrayEquals(new int[] {22, 18, 1, 1, 1}, result.getDimensions());
        assertEquals(image.getStack().getVoxel(3, 2, 1), result.getStack().getVoxel(7, 4, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pool | kernel=2 padding=2              | pad should be at most half of kernel size
            pool | exclude-border                  | exclude-border is for operation=average
            pool | operation=average dilation=2    | average pooling has dilation 1
            pool | kernel=9                        | Output size is too small
            pool | operation=median                | operation=median is not possible; allowed are max, average
            pool | kernal=3                        | kernel
            up   | method=nearest align-corners    | align_corners option can only be set
            up   | method=bicubic dimensions=3D    | bicubic interpolation is for 2-D
            up   | method=[pixel shuffle]          | divisible by the square of upscale_factor
            up   | factor=0                        | factor=0
            up   | factor=1x2x3                    | factor=1x2x3
            up   | method=pixel shuffle            | a value with a blank stands in brackets: method=[pixel shuffle]
            tr   | padding=same                    | padding of a transposed convolution must be pixels such as 1
            tr   | outpad=2                        | output padding must be smaller than either stride or dilation
            tr   | outpad=-1                       | outpad=-1
            tr   | groups=2                        | in_channels must be divisible by groups
            """)
    void whatDoesNotFitIsNamed(String command, String options, String words) {
        Command tried = command.equals("pool")
                ? new PoolingLayer()
                : command.equals("up") ? new UpsamplingLayer() : new TransposedConvolutionLayer();
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> run(tried, small(), options));
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }

    static Stream<Arguments> enlargedAndReduced() {
        return Stream.of(
                Arguments.of(new PoolingLayer(), "MaxPool3d(2)", "dimensions=3D"),
                Arguments.of(new PoolingLayer(), "MaxPool3d(3, 2, 1)", "kernel=3 stride=2 padding=1 dimensions=3D"),
                Arguments.of(new UpsamplingLayer(), "Upsample(scale_factor=2)", "dimensions=3D"),
                Arguments.of(
                        new UpsamplingLayer(),
                        "Upsample(scale_factor=(2, 3, 1.5), mode='trilinear')",
                        "method=bilinear factor=2x3x1.5 dimensions=3D"),
                Arguments.of(new TransposedConvolutionLayer(), "ConvTranspose3d(1, 8, 2, 2)", "kernel=2 dimensions=3D"),
                Arguments.of(
                        new TransposedConvolutionLayer(),
                        "ConvTranspose3d(1, 8, 3, (2, 2, 3), 1)",
                        "stride=2x2x3 padding=1 dimensions=3D"));
    }

    /**
     * In the mean over the phases, a pixel of the result lies where its receptive field lies, also in depth. Far from the
     * borders 12 pixels hold each phase equally often.
     */
    @ParameterizedTest(name = "{1}")
    @MethodSource("enlargedAndReduced")
    void measureFindsThePlaceOfTheSource(Command command, String layer, String options) {
        ImagePlus image = IJ.createHyperStack("volume", 64, 64, 1, 64, 1, 32);
        Calibration source = image.getCalibration();
        source.pixelWidth = 0.5;
        source.pixelHeight = 0.25;
        source.pixelDepth = 2;
        source.xOrigin = 3;
        source.yOrigin = -1;
        source.zOrigin = 1.5;
        Calibration result = run(command, image, options).getCalibration();
        PullBack pullBack = PullBack.of(NetworkText.parse(layer), FeatureShape.of(1, 64, 64, 64));
        double[] centres = new double[3];
        double[] places = new double[3];
        for (int u = 10; u < 22; u++) {
            ReceptiveField field = ReceptiveField.of(pullBack, "0", u, u, u);
            centres[0] += source.getX(field.centre().get(2) + 0.5) / 12;
            centres[1] += source.getY(field.centre().get(1) + 0.5) / 12;
            centres[2] += source.getZ(field.centre().get(0) + 0.5) / 12;
            places[0] += result.getX(u + 0.5) / 12;
            places[1] += result.getY(u + 0.5) / 12;
            places[2] += result.getZ(u + 0.5) / 12;
        }
        assertArrayEquals(centres, places, 1e-9);
    }

    @Test
    void oneDimensionIsAlongX() {
        assertArrayEquals(
                new float[] {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6},
                pixels(run(new UpsamplingLayer(), small(), "dimensions=1D")));
    }

    @Test
    void historyHoldsTheLayerAsText() {
        ImagePlus result = run(new PoolingLayer(), small(), "operation=average ceil");
        String info = result.getInfoProperty() + result.getImageProperties();
        assertTrue(info.contains("AvgPool2d(kernel_size=2, stride=2, padding=0, ceil_mode=True"), info);
    }

    static Stream<Command> commands() {
        return Stream.of(new PoolingLayer(), new TransposedConvolutionLayer(), new UpsamplingLayer());
    }

    /** The layer of a row is one of planes whose height stays: the dialog must see it so as well. */
    @Test
    void dialogKnowsThatOneDimensionIsAlongX() throws IOException {
        WindowManager.setTempCurrentImage(small());
        Command command = new UpsamplingLayer();
        String text = command.client()
                .outlook(command.schema().parse("dimensions=1D"))
                .text();
        assertTrue(text.startsWith("C 1 -> 1, 3 x 2 -> 6 x 2"), text);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void dialogSaysWhatComesOut(Command command) throws IOException {
        WindowManager.setTempCurrentImage(small());
        assertFalse(command.client().outlook(command.schema().defaults()).text().isBlank());
    }
}
