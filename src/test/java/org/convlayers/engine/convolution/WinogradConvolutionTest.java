package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WinogradConvolutionTest {
    /** The promised bound, of the largest sum of magnitudes in the output. */
    private static final double BOUND = 1e-5;

    /** Images that are hard for an algorithm that takes differences. */
    enum Picture {
        NOISE,
        BRIGHT_BACKGROUND,
        STRIPES,
        HOT_PIXELS;

        float value(int y, int x, Random random) {
            return (float)
                    switch (this) {
                        case NOISE -> random.nextGaussian();
                        case BRIGHT_BACKGROUND -> 30000 + 20 * random.nextGaussian();
                        case STRIPES -> (y % 2 == 0 ? 1000 : -1000) + random.nextGaussian();
                        case HOT_PIXELS -> random.nextInt(50) == 0 ? 65535 : 100 + random.nextGaussian();
                    };
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsStayBelowTheBound(Picture picture) {
        for (int k = 3; k <= 5; k += 2) {
            for (int channels : new int[] {1, 16, 128, 512}) {
                RandomConvolution random = convolution(channels, 4, k, 1, FeatureShape.of(channels, 13, 21));
                fill(random, picture);
                for (LayerKernel kernel : kernels(random)) {
                    double error = largestError(random, compute(random, kernel));
                    assertTrue(error <= BOUND, kernel.algorithm() + ", " + channels + " channels: " + error);
                }
            }
        }
    }

    /** The largest error, of the largest sum of magnitudes. */
    private static double largestError(RandomConvolution random, float[][] found) {
        ReferenceConvolution reference = random.reference();
        int width = random.outputShape.spatial().get(1);
        double largest = 0;
        double error = 0;
        for (int c = 0; c < found.length; c++) {
            for (int i = 0; i < found[c].length; i++) {
                ReferenceConvolution.Value wanted = reference.at(c, 0, i / width, i % width);
                largest = Math.max(largest, wanted.magnitude());
                error = Math.max(error, Math.abs(wanted.sum() - found[c][i]));
            }
        }
        return error / largest;
    }

    /** The algorithms of Winograd that can compute a layer. */
    private static List<LayerKernel> kernels(RandomConvolution random) {
        return random.kernels(Epilogue.NONE).stream()
                .filter(kernel -> kernel.algorithm().startsWith("Winograd"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"3, NaN", "3, Infinity", "3, 3.4028235e38", "5, NaN", "5, Infinity", "5, 3.4028235e38"})
    void whatAPixelDoesNotSeeChangesItByRoundingOnly(int k, float special) {
        for (int dilation = 1; dilation <= 2; dilation++) {
            RandomConvolution random = convolution(16, 8, k, dilation, FeatureShape.of(16, 20, 30));
            List<LayerKernel> kernels = kernels(random);
            assertEquals(3, kernels.size());
            List<float[][]> before =
                    kernels.stream().map(kernel -> compute(random, kernel)).toList();
            random.input[3][0][9 * 30 + 12] = special;
            for (int i = 0; i < kernels.size(); i++) {
                float[][] after = compute(random, kernels.get(i));
                for (int c = 0; c < 8; c++) {
                    assertChangesWhereSeen(before.get(i)[c], after[c], k / 2, dilation);
                }
            }
        }
    }

    /** Pixel (9, 12) is seen by those so many steps of the dilation from it. */
    private static void assertChangesWhereSeen(float[] before, float[] after, int steps, int dilation) {
        int reach = steps * dilation;
        for (int i = 0; i < before.length; i++) {
            int dy = Math.abs(i / 30 - 9);
            int dx = Math.abs(i % 30 - 12);
            boolean isSeen = dy % dilation == 0 && dy <= reach && dx % dilation == 0 && dx <= reach;
            if (isSeen) {
                assertFalse(Math.abs(after[i]) < 1e30, "pixel " + i + " is " + after[i]);
            } else {
                assertEquals(before[i], after[i], 1e-3, "pixel " + i);
            }
        }
    }

    @Test
    void manyChannelsOfThreeRowsAreWorthIt() {
        RandomConvolution random = convolution(32, 32, 3, 2, FeatureShape.of(32, 200, 300));
        BoundConvolution layer = random.bound(Epilogue.NONE);
        String algorithm = ConvolutionKernels.fastest(layer, Precision.FLOAT32).algorithm();
        assertTrue(algorithm.startsWith("Winograd F(4,3) along y: 6 products instead of 12, estimated 1."), algorithm);
        assertTrue(ConvolutionKernels.fastest(layer, Precision.FLOAT32_DIRECT)
                .algorithm()
                .startsWith("direct"));
    }

    @Test
    void evenMoreChannelsAreWorthTransformsOnBothAxes() {
        RandomConvolution random = convolution(64, 64, 3, 1, FeatureShape.of(64, 64, 128));
        String algorithm = algorithm(random);
        assertTrue(algorithm.startsWith("Winograd F(4x4,3x3): 36 products instead of 144, estimated "), algorithm);
    }

    @Test
    void kernelsOfFiveRowsAreWorthItToo() {
        String rows = algorithm(convolution(12, 12, 5, 1, FeatureShape.of(12, 200, 300)));
        assertTrue(rows.startsWith("Winograd F(4,5) along y: 8 products instead of 20, estimated "), rows);
        String tiles = algorithm(convolution(64, 64, 5, 1, FeatureShape.of(64, 64, 128)));
        assertTrue(tiles.startsWith("Winograd F(4x4,5x5): 64 products instead of 400, estimated "), tiles);
    }

    @Test
    void fewChannelsAreNotWorthIt() {
        RandomConvolution random = convolution(3, 10, 3, 1, FeatureShape.of(3, 200, 300));
        assertTrue(algorithm(random).startsWith("direct"), algorithm(random));
    }

    private static String algorithm(RandomConvolution random) {
        return ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32)
                .algorithm();
    }

    private static RandomConvolution convolution(int in, int out, int k, int dilation, FeatureShape shape) {
        Window window = Window.ofKernel(Extent.of(k, k))
                .withDilation(Extent.filled(2, dilation))
                .withPadding(Padding.Rule.SAME);
        return RandomConvolution.of(1, new Convolution(in, out, window, EdgeMode.ZEROS, 1, true), shape);
    }

    private static void fill(RandomConvolution random, Picture picture) {
        Random values = new Random(1);
        int width = random.inputShape.spatial().get(1);
        for (float[][] channel : random.input) {
            for (int i = 0; i < channel[0].length; i++) {
                channel[0][i] = picture.value(i / width, i % width, values);
            }
        }
    }

    private static float[][] compute(RandomConvolution random, LayerKernel kernel) {
        Box whole = Box.whole(random.outputShape);
        float[][][] planes = new float[random.outputShape.channels()][1][(int) whole.pixels()];
        Block output = Block.view(random.outputShape, planes, whole);
        kernel.compute(List.of(random.wholeInput()), output, whole, new Scratch());
        float[][] values = new float[planes.length][];
        for (int c = 0; c < planes.length; c++) {
            values[c] = planes[c][0];
        }
        return values;
    }
}
