package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.convlayers.engine.FloatPlan;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.TileRunner;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.Workers;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That every algorithm agrees with the formula is what {@link ConvolutionKernelsTest} tests. */
final class SeparableConvolutionTest {
    /** The promised bound, of the largest sum of magnitudes in the output. */
    private static final double BOUND = 1e-5;

    private static final FeatureShape LARGE = FeatureShape.of(1, 2048, 2048);

    /** Kernels of filter banks as functions of the place, from -1 to 1. */
    enum Kernel {
        GAUSSIAN,
        BOX,
        DERIVATIVE,
        LAPLACIAN,
        DIAGONAL;

        private double at(double y, double x) {
            double gaussian = Math.exp(-4 * (x * x + y * y));
            return switch (this) {
                case GAUSSIAN -> gaussian;
                case BOX -> 1;
                case DERIVATIVE -> x * gaussian;
                case LAPLACIAN -> (8 * (x * x + y * y) - 2) * gaussian;
                case DIAGONAL -> Math.exp(-9 * (x + y) * (x + y) - (x - y) * (x - y));
            };
        }

        void fill(float[] weight, int size) {
            for (int i = 0; i < weight.length; i++) {
                double y = (i / size % size - size / 2) * 2.0 / (size - 1);
                double x = (i % size - size / 2) * 2.0 / (size - 1);
                weight[i] = (float) at(y, x);
            }
        }
    }

    private static RandomConvolution convolution(int size, int outputs, FeatureShape shape, Kernel kernel) {
        int channels = shape.channels();
        Window window = Window.ofKernel(Extent.of(size, size)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(channels, outputs, window, EdgeMode.ZEROS, channels, true);
        RandomConvolution random = RandomConvolution.of(1, layer, shape);
        kernel.fill(random.weight, size);
        return random;
    }

    private static String algorithm(RandomConvolution random) {
        return ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32)
                .algorithm();
    }

    private static LayerKernel separable(RandomConvolution random, Epilogue epilogue) {
        BoundConvolution layer = random.bound(epilogue);
        return SeparableConvolution.of(layer, DirectConvolution.of(layer)).orElseThrow();
    }

    private static float[] compute(RandomConvolution random, LayerKernel kernel) {
        Box whole = Box.whole(random.outputShape);
        float[][][] planes = new float[random.outputShape.channels()][1][(int) whole.pixels()];
        kernel.compute(
                List.of(random.wholeInput()), Block.view(random.outputShape, planes, whole), whole, new Scratch());
        return planes[0][0];
    }

    @Test
    void kernelsOfLowRankAreComputedSeparably() {
        for (Kernel kernel : List.of(Kernel.GAUSSIAN, Kernel.BOX, Kernel.DERIVATIVE)) {
            assertEquals(
                    "separable: rank 1 of 15x15, 30 instead of 225 products",
                    algorithm(convolution(15, 1, LARGE, kernel)));
        }
        assertEquals(
                "separable: rank 2 of 15x15, 60 instead of 225 products",
                algorithm(convolution(15, 1, LARGE, Kernel.LAPLACIAN)));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 31, 63})
    void sizesThatAreMeasuredFasterAreChosen(int size) {
        assertTrue(algorithm(convolution(size, 1, LARGE, Kernel.GAUSSIAN)).startsWith("separable"));
    }

    @Test
    void smallKernelsAndThoseOfFullRankAreNot() {
        assertTrue(algorithm(convolution(3, 1, LARGE, Kernel.GAUSSIAN)).startsWith("direct"));
        assertTrue(algorithm(convolution(11, 1, LARGE, Kernel.DIAGONAL)).startsWith("direct"));
    }

    @Test
    void whoWantsTheSumOfTheDefinitionGetsIt() {
        RandomConvolution random = convolution(15, 1, LARGE, Kernel.GAUSSIAN);
        LayerKernel kernel = ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32_DIRECT);
        assertTrue(kernel.algorithm().startsWith("direct"), kernel.algorithm());
    }

    @Test
    void weightsThatAreNotFiniteAreLeftAsTheyAre() {
        for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            RandomConvolution random = convolution(9, 1, LARGE, Kernel.GAUSSIAN);
            random.weight[40] = special;
            assertTrue(algorithm(random).startsWith("direct"));
        }
    }

    @Test
    void kernelsOfZerosAreOfRankOne() {
        RandomConvolution random = convolution(9, 1, FeatureShape.of(1, 30, 40), Kernel.BOX);
        Arrays.fill(random.weight, 0);
        for (float value : compute(random, separable(random, Epilogue.NONE))) {
            assertEquals(random.bias[0], value);
        }
    }

    static LongStream seeds() {
        return LongStream.range(1000, 1120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomKernelsOfLowRankAreFound(long seed) {
        RandomConvolution random = RandomConvolution.ofLowRank(seed);
        BoundConvolution layer = random.bound(Epilogue.NONE);
        int rank = LowRankKernels.of(layer, 0, 1, 3 * layer.groupInputs())
                .orElseThrow()
                .rank();
        assertTrue(rank <= 2, () -> random + " has rank " + rank);
    }

    @ParameterizedTest
    @EnumSource(WinogradConvolutionTest.Picture.class)
    void errorsStayBelowTheBound(WinogradConvolutionTest.Picture picture) {
        for (Kernel kernel : List.of(Kernel.GAUSSIAN, Kernel.BOX, Kernel.DERIVATIVE, Kernel.LAPLACIAN)) {
            RandomConvolution random = convolution(21, 1, FeatureShape.of(1, 40, 50), kernel);
            Random values = new Random(1);
            for (int i = 0; i < 2000; i++) {
                random.input[0][0][i] = picture.value(i / 50, i % 50, values);
            }
            float[] found = compute(random, separable(random, Epilogue.NONE));
            ReferenceConvolution reference = random.reference();
            double largest = 0;
            double error = 0;
            for (int i = 0; i < found.length; i++) {
                ReferenceConvolution.Value wanted = reference.at(0, 0, i / 50, i % 50);
                largest = Math.max(largest, wanted.magnitude());
                error = Math.max(error, Math.abs(wanted.sum() - found[i]));
            }
            double relative = error / largest;
            assertTrue(relative <= BOUND, () -> kernel + ": " + relative);
        }
    }

    /** A masked image: beside it the values are those of an image without a mask. */
    @Test
    void pixelsThatSeeNaNAreExactlyThoseOfTheDefinition() {
        RandomConvolution random = convolution(9, 2, FeatureShape.of(2, 60, 700), Kernel.GAUSSIAN);
        float[] before = compute(random, separable(random, Epilogue.NONE));
        for (int i = 0; i < 60 * 700; i++) {
            if (i / 700 > 30 && i % 700 > 300) {
                random.input[0][0][i] = i % 3 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
            }
        }
        float[] after = compute(random, separable(random, Epilogue.NONE));
        for (int i = 0; i < after.length; i++) {
            if (i / 700 + 4 > 30 && i % 700 + 4 > 300) {
                assertFalse(Float.isFinite(after[i]), "pixel " + i);
            } else {
                assertEquals(before[i], after[i], 1e-5f, "pixel " + i);
            }
        }
    }

    /** An epilogue that bounds its values hides infinity, but not from those who look for it. */
    @Test
    void whatIsNotFiniteIsFoundBeforeTheEpilogue() {
        RandomConvolution random = convolution(9, 1, FeatureShape.of(1, 40, 40), Kernel.DERIVATIVE);
        random.input[0][0][20 * 40 + 20] = Float.POSITIVE_INFINITY;
        Epilogue clamp = (channel, values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = Math.min(Math.max(values[i], -1), 1);
            }
        };
        float[] found = compute(random, separable(random, clamp));
        float[] wanted = compute(random, DirectConvolution.of(random.bound(clamp)));
        for (int i = 0; i < found.length; i++) {
            assertEquals(wanted[i], found[i], 1e-5f, "pixel " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 50})
    void tilesEqualTheWhole(int tile) {
        String text = "Conv2d(2, 4, 9, padding=4, groups=2, padding_mode='reflect'); ReLU;"
                + " Conv2d(4, 4, (7, 11), dilation=(2, 1), groups=4)";
        float[] first = new float[4 * 81];
        float[] second = new float[4 * 77];
        for (int i = 0; i < first.length; i++) {
            first[i] = (1 + i % 9) * (float) Math.sin(1 + i / 9);
        }
        for (int i = 0; i < second.length; i++) {
            second[i] = (1 + i % 11) * (float) Math.sin(1 + i / 11);
        }
        Network network = NetworkText.parse(text);
        Map<String, Tensor> tensors = new HashMap<>();
        network.parameters().forEach(parameter -> {
            float[] data = parameter.elements() == first.length
                    ? first
                    : parameter.elements() == second.length ? second : new float[] {1, -2, 3, -4};
            tensors.put(parameter.name(), new Tensor(data, parameter.shape()));
        });
        FeatureShape shape = FeatureShape.of(2, 61, 53);
        NetworkPlan plan = FloatPlan.create(network, new Weights(network, tensors), shape, Precision.FLOAT32);
        plan.steps().forEach(step -> assertTrue(step.algorithm().startsWith("separable"), step.algorithm()));
        float[][][][] input = new float[1][2][1][61 * 53];
        Random random = new Random(2);
        for (float[][] channel : input[0]) {
            for (int i = 0; i < channel[0].length; i++) {
                channel[0][i] = random.nextInt(500) == 0 ? Float.NaN : random.nextFloat();
            }
        }
        float[][][][] whole = run(plan, input, Tiling.none(plan.outputShape()));
        assertTrue(Arrays.deepEquals(whole, run(plan, input, Tiling.of(plan.outputShape(), tile))));
    }

    private static float[][][][] run(NetworkPlan plan, float[][][][] input, Tiling tiling) {
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        ArraySource source = new ArraySource(plan.inputShape(), input);
        TileRunner.run(plan, source, sink, tiling, Workers.CALLER, Monitor.NONE);
        return sink.planes();
    }
}
