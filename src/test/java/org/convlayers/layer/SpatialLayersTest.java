package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

/** Shapes, parameters and costs of the layers that change sizes, by hand. */
class SpatialLayersTest {
    private static FeatureShape shape(Layer layer, FeatureShape input) {
        return layer.outputShape(List.of(input));
    }

    private static Window window(int kernel, int stride, int padding) {
        return Window.ofKernel(Extent.filled(2, kernel))
                .withStride(Extent.filled(2, stride))
                .withPadding(Padding.symmetric(Extent.filled(2, padding)));
    }

    @Test
    void transposedConvolutionDoublesWithOutputPadding() {
        TransposedConvolution layer = new TransposedConvolution(6, 4, window(3, 2, 1), Extent.filled(2, 1), 2, true);
        FeatureShape input = FeatureShape.of(6, 5, 7);
        assertEquals(FeatureShape.of(4, 10, 14), shape(layer, input));
        assertEquals(List.of(6, 2, 3, 3), layer.weightShape());
        assertEquals(6 * 2 * 9, layer.parameters().get(0).elements());
        assertEquals(6 * 35 * 2 * 9, layer.macs(List.of(input)));
    }

    @Test
    void transposedConvolutionTakesNoPaddingByRule() {
        Window same = window(3, 1, 0).withPadding(Padding.Rule.SAME);
        assertThrows(ShapeException.class, () -> new TransposedConvolution(1, 1, same, Extent.filled(2, 0), 1, false));
    }

    /** The window that would begin in the padding of the end is left out: (o-1)s >= n + p. */
    @Test
    void ceilModeAddsNoWindowThatBeginsBeyondTheImage() {
        Window window = window(2, 3, 1);
        assertEquals(FeatureShape.of(1, 2, 2), shape(new MaxPooling(window, true), FeatureShape.of(1, 5, 5)));
        assertEquals(FeatureShape.of(1, 3, 3), shape(new MaxPooling(window, true), FeatureShape.of(1, 6, 6)));
    }

    @Test
    void ceilModeRoundsUp() {
        FeatureShape input = FeatureShape.of(1, 8, 8);
        assertEquals(FeatureShape.of(1, 2, 2), shape(new MaxPooling(window(3, 3, 0), false), input));
        assertEquals(FeatureShape.of(1, 3, 3), shape(new MaxPooling(window(3, 3, 0), true), input));
    }

    @Test
    void ceilModeLetsAWindowReachBeyondASmallImage() {
        assertEquals(FeatureShape.of(1, 1, 1), shape(new MaxPooling(window(3, 2, 0), true), FeatureShape.of(1, 2, 2)));
        assertThrows(
                ShapeException.class, () -> shape(new MaxPooling(window(3, 2, 0), false), FeatureShape.of(1, 2, 2)));
    }

    /** PyTorch refuses it over three axes only, ONNX never does. */
    @Test
    void averageOverThreeAxesTakesNoInputBelowTheKernelWherePyTorchDoesNot() {
        FeatureShape input = FeatureShape.of(1, 2, 5, 5);
        Window window = Window.ofKernel(Extent.filled(3, 3)).withPadding(Padding.symmetric(Extent.filled(3, 1)));
        AveragePooling ofTorch = new AveragePooling(window, false, true, OptionalInt.empty(), true);
        AveragePooling ofOnnx = new AveragePooling(window, false, true, OptionalInt.empty(), false);
        assertThrows(ShapeException.class, () -> shape(ofTorch, input));
        assertEquals(FeatureShape.of(1, 2, 5, 5), shape(ofOnnx, input));
        assertEquals(ofOnnx, NetworkText.parseLayer(NetworkText.print(ofOnnx)));
    }

    @Test
    void binsOverlapByAtMostAPixelAndCoverTheAxis() {
        assertEquals(0, AdaptivePooling.firstOfBin(0, 3, 7));
        assertEquals(2, AdaptivePooling.lastOfBin(0, 3, 7));
        assertEquals(2, AdaptivePooling.firstOfBin(1, 3, 7));
        assertEquals(4, AdaptivePooling.lastOfBin(1, 3, 7));
        assertEquals(4, AdaptivePooling.firstOfBin(2, 3, 7));
        assertEquals(6, AdaptivePooling.lastOfBin(2, 3, 7));
    }

    @Test
    void adaptivePoolingKeepsAxesWithoutASize() {
        AdaptivePooling layer =
                new AdaptivePooling(PoolingOperation.AVERAGE, List.of(OptionalInt.empty(), OptionalInt.of(3)));
        assertEquals(FeatureShape.of(2, 9, 3), shape(layer, FeatureShape.of(2, 9, 8)));
    }

    @Test
    void factorsAreRoundedDown() {
        Upsampling layer = new Upsampling(
                Interpolation.NEAREST, Coordinates.ASYMMETRIC, new Upsampling.Factors(List.of(1.5, 2.5), false));
        assertEquals(FeatureShape.of(2, 7, 12), shape(layer, FeatureShape.of(2, 5, 5)));
    }

    @Test
    void oneFactorSuitsAnyNumberOfAxes() {
        Upsampling layer = new Upsampling(
                Interpolation.NEAREST,
                Coordinates.ASYMMETRIC,
                new Upsampling.Same(new Upsampling.Factors(List.of(2.0), false)));
        assertEquals(FeatureShape.of(1, 10), shape(layer, FeatureShape.of(1, 5)));
        assertEquals(FeatureShape.of(1, 4, 6, 8), shape(layer, FeatureShape.of(1, 2, 3, 4)));
    }

    @Test
    void factorOfOneAxisSuitsOneAxis() {
        Upsampling layer = new Upsampling(
                Interpolation.NEAREST, Coordinates.ASYMMETRIC, new Upsampling.Factors(List.of(2.0), false));
        assertEquals(FeatureShape.of(1, 10), shape(layer, FeatureShape.of(1, 5)));
        assertThrows(ShapeException.class, () -> shape(layer, FeatureShape.of(1, 2, 3)));
    }

    /**
     * n = 3, f = 2: places -0.25, 0.25, 0.75, 1.25, 1.75, 2.25, of which the first is clipped to 0; beyond the last pixel there is
     * itself.
     */
    @Test
    void linearWeightsAreThoseOfHalfPixels() {
        Upsampling layer = new Upsampling(
                Interpolation.LINEAR, Coordinates.HALF_PIXEL, new Upsampling.Factors(List.of(2.0), false));
        SamplingAxis axis = layer.axis(0, 3);
        double[] second =
                IntStream.range(0, 6).mapToDouble(u -> axis.weight(u, 1)).toArray();
        assertEquals("[0, 0, 0, 1, 1, 2]", sources(axis, 0));
        assertEquals("[1, 1, 1, 2, 2, 2]", sources(axis, 1));
        assertEquals("[0.0, 0.25, 0.75, 0.25, 0.75, 0.25]", Arrays.toString(second));
    }

    @Test
    void linearlyInterpolatedAxesThatKeepTheirSizeAreMadeOfEachPixelAlone() {
        Upsampling layer = new Upsampling(
                Interpolation.LINEAR, Coordinates.HALF_PIXEL, new Upsampling.Factors(List.of(1.1), false));
        SamplingAxis axis = layer.axis(0, 4);
        assertEquals("[0, 1, 2, 3]", sources(axis, 0));
        assertEquals("[0, 1, 2, 3]", sources(axis, 1));
        IntStream.range(0, 4).forEach(u -> assertEquals(1, axis.weight(u, 0)));
    }

    private static String sources(SamplingAxis axis, int tap) {
        return Arrays.toString(
                IntStream.range(0, axis.m()).map(u -> axis.source(u, tap)).toArray());
    }

    @Test
    void cubicWeightsSumUpToOne() {
        Upsampling layer = new Upsampling(
                Interpolation.BICUBIC, Coordinates.HALF_PIXEL, new Upsampling.Factors(List.of(1.7, 1.7), false));
        SamplingAxis axis = layer.axis(0, 20);
        for (int u = 0; u < 34; u++) {
            int output = u;
            double sum = IntStream.range(0, 4)
                    .mapToDouble(tap -> axis.weight(output, tap))
                    .sum();
            assertEquals(1, sum, 1e-12);
        }
    }

    @Test
    void nearestTakesNoAlignedCorners() {
        ShapeException error = assertThrows(
                ShapeException.class,
                () -> new Upsampling(
                        Interpolation.NEAREST, Coordinates.ALIGN_CORNERS, new Upsampling.Size(Extent.of(4))));
        assertTrue(error.getMessage().startsWith("align_corners option can only be set"), error.getMessage());
    }

    @Test
    void pixelShuffleAndItsInverseTradeChannelsForPixels() {
        FeatureShape deep = FeatureShape.of(18, 4, 5);
        FeatureShape wide = FeatureShape.of(2, 12, 15);
        assertEquals(wide, shape(new PixelShuffle(3), deep));
        assertEquals(deep, shape(new PixelUnshuffle(3), wide));
    }

    @Test
    void layersThatKeepChannelsTellThoseOfTheNetwork() {
        Network network = Network.sequence(List.of(
                new MaxPooling(window(2, 2, 0), false),
                new Convolution(5, 1, window(1, 1, 0), EdgeMode.ZEROS, 1, true)));
        assertEquals(OptionalInt.of(5), network.inputChannels());
    }
}
