package org.convlayers.ij.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.ij.BatchMode;
import org.convlayers.ij.RandomImage;
import org.convlayers.ij.image.FeatureMaps;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.option.Options;
import org.convlayers.io.tiff.DisplayRange;
import org.convlayers.shape.AxisRanges.Range;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a preview shows is what the result has there. */
@ExtendWith(BatchMode.class)
final class VisibleRegionTest {
    static Stream<Arguments> layers() {
        ImagePlus planes = RandomImage.of("16", 3, 2, 2);
        ImagePlus colors = RandomImage.of("RGB", 1, 2, 1);
        ImagePlus volume = RandomImage.of("32", 2, 5, 2);
        return Stream.of(
                Arguments.of(new ConvolutionLayer(), "weights=sobel", colors),
                Arguments.of(new ConvolutionLayer(), "weights=sobel stride=2 edges=reflect activation=ReLU", planes),
                Arguments.of(new ConvolutionLayer(), "weights=kaiming filters=5 groups=1 activation=Tanh", planes),
                Arguments.of(new ConvolutionLayer(), "weights=kaiming filters=6 groups=3 padding=valid", planes),
                Arguments.of(new ConvolutionLayer(), "weights=kaiming filters=3 precision=float64", colors),
                Arguments.of(new ConvolutionLayer(), "weights=[1 -2 3] dimensions=1D stride=2", planes),
                Arguments.of(new ConvolutionLayer(), "weights=sobel dimensions=3D stride=2x1x1", volume),
                Arguments.of(new DepthwiseSeparableConvolution(), "filters=4 multiplier=2 between=ReLU", planes),
                Arguments.of(new DilatedConvolution(), "weights=box rates=1,3 activation=ReLU", planes),
                Arguments.of(new DilatedConvolution(), "weights=kaiming filters=4 rates=1,2", colors),
                Arguments.of(new DilatedConvolution(), "weights=sobel rates=1,2 arrangement=series", planes));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyMapHasTheValuesOfTheResult(LayerCommand command, String text, ImagePlus image) throws IOException {
        Options options = command.schema().parse(text);
        WindowManager.setTempCurrentImage(image);
        ImagePlus result = OpenImages.titled(command.execute(options));
        for (int z = 1; z <= Math.min(result.getNSlices(), image.getNSlices()); z++) {
            // With a stride along Z the slices 1, 2, 3 of the result lie on 1, 3, 5 of the image.
            int t = image.getNFrames();
            image.setPosition(1, 1 + (z - 1) * ((image.getNSlices() + 1) / result.getNSlices()), t);
            for (int map = 0; map < result.getNChannels(); map++) {
                NetworkJob job = command.job(options, image, new ImageWeights());
                float[] values = new VisibleRegion(image, job, map)
                        .compute(
                                new Range(0, result.getWidth() - 1),
                                new Range(0, result.getHeight() - 1),
                                Monitor.NONE);
                float[] expected = (float[]) result.getStack().getPixels(result.getStackIndex(map + 1, z, t));
                assertArrayEquals(expected, values, tolerance(expected), "map " + map + " z " + z);
            }
        }
    }

    /** A smaller layer may add up in another order. */
    private static float tolerance(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return 1e-6f * largest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pictureIsThePartOfTheResultThatLiesOnTheRectangle(int channel) throws IOException {
        ImagePlus image = RandomImage.of("8", 3, 1, 1);
        LayerCommand command = new ConvolutionLayer();
        Options options = command.schema().parse("weights=laplacian");
        WindowManager.setTempCurrentImage(image);
        ImagePlus result = OpenImages.titled(command.execute(options));
        NetworkJob job = command.job(options, image, new ImageWeights());
        ImageRoi picture = new VisibleRegion(image, job, channel - 1).picture(new Rectangle(2, 3, 7, 4), Monitor.NONE);
        assertEquals(new Rectangle(2, 3, 7, 4), picture.getBounds());
        ImageProcessor part = result.getStack().getProcessor(channel);
        part.setRoi(2, 3, 7, 4);
        FloatProcessor expected = (FloatProcessor) part.crop();
        DisplayRange contrast = FeatureMaps.contrast(expected);
        expected.setMinAndMax(contrast.min(), contrast.max());
        assertEquals(
                List.of(grays(expected.convertToByteProcessor())),
                List.of(grays(picture.getProcessor().convertToByteProcessor(false))));
    }

    private static String grays(ImageProcessor image) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < image.getPixelCount(); i++) {
            text.append(image.get(i)).append(' ');
        }
        return text.toString();
    }
}
