package org.convlayers.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.golden.GradientCase;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientPlanTest {
    /** A power of two, so that x - STEP and x + STEP are exact in single precision. */
    private static final float STEP = 1f / (1 << 9);

    /** Networks of layers that PyTorch does not have, joined in all ways. */
    private static final List<String> WHOLE_ARRAYS = List.of(
            "AsStrided((2, 4, 5), (4, 5, 2), (4, 5, 2), (5, 1, 20)); Tanh(); Conv2d(4, 2, 3, padding=1)",
            "AsStrided((2, 4, 5), (2, 2, 3), (2, 2, 3), (20, 10, 2)); Conv2d(2, 3, 2); Sigmoid()",
            "AsStrided((2, 4, 5), (40, 1, 1), (40,), (1,)); Conv2d(40, 3, 1); Softmax(dim=1)",
            "AsStrided((2, 4, 5), (2, 4, 5), (2, 4, 5), (20, 5, -1), storage_offset=4); Exp(); Conv2d(2, 2, 3)",
            "(a): Conv2d(2, 3, 3, padding=1)\nConstant((3, 4, 5))\nMultiply(inputs=('a', '1'))\nSin()",
            "(a): Conv2d(2, 3, 3, padding=1)\n(b): Constant((1, 1, 5))\nDivide(inputs=('a', 'b', 'a'))",
            "(a): Softplus()\n(b): Conv2d(2, 2, 3, padding=1, input='input')\nDivide(inputs=('b', 'a'))\nErf()",
            "Softmax(dim=2); Conv2d(2, 2, 1); LogSoftmax(dim=3); AvgPool2d(2, divisor_override=3)",
            "(a): Conv2d(2, 2, 3, padding=1)\nAdaptiveAvgPool2d(1)\nSigmoid()\nMultiply(inputs=('a', '2'))",
            "(a): Conv2d(2, 2, 3, padding=1)\n(g): Greater(inputs=('a', 'input'))\n(s): Sin(input='a')\nWhere(inputs=('g', 's'))",
            "(a): Conv2d(2, 2, 3, padding=1)\n(r): Remainder(inputs=('a', 'input'))\nFmod(inputs=('input', 'a'))\nAdd(inputs=('r', '2'))",
            "(a): Conv2d(2, 3, 3, padding=1)\nArgMax()\nMultiply(inputs=('a', '1'))\nConv2d(3, 2, 3)",
            "GroupNorm(2, 2); Conv2d(2, 4, 3, padding=2, padding_mode='circular'); InstanceNorm2d(4, affine=True); Cos()");

    /** A network, an input and an output pixel. */
    private static final class Case {
        private final Network network;
        private final Weights weights;
        private final ArraySource source;
        private final int[] at;
        private final double[] seed;

        Case(Network network, Weights weights, ArraySource source, int[] at, double[] seed) {
            this.network = network;
            this.weights = weights;
            this.source = source;
            this.at = at;
            this.seed = seed;
        }

        static Case of(Network network, FeatureShape input, Random random) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (Layer.Parameter parameter : network.parameters()) {
                float[] values = values(parameter.elements(), random);
                if (parameter.name().endsWith("running_var") || parameter.name().endsWith("value")) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 0.5f + Math.abs(values[i]);
                    }
                }
                tensors.put(parameter.name(), new Tensor(values, parameter.shape()));
            }
            List<Integer> sizes = Stream.concat(
                            Stream.of(input.channels()),
                            Arrays.stream(input.spatial().toArray()).boxed())
                    .toList();
            FeatureShape output = network.outputShape(input);
            int[] at = Arrays.stream(output.spatial().toArray())
                    .map(random::nextInt)
                    .toArray();
            double[] seed = random.doubles(output.channels(), 0.5, 1.5).toArray();
            return new Case(
                    network,
                    new Weights(network, tensors),
                    Sources.of(new Tensor(values(input.elements(), random), sizes)),
                    at,
                    seed);
        }

        private static float[] values(long count, Random random) {
            float[] values = new float[(int) count];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.round(random.nextGaussian() * (1 << 12)) / (float) (1 << 12);
            }
            return values;
        }

        GradientPlan plan(Measure measure) {
            return GradientPlan.of(
                    measure, network, weights, source.shape(), network.output().name(), at);
        }

        double[][] gradient(Measure measure) {
            return Sources.whole(plan(measure).run(source, 0, Monitor.NONE, seed), source.shape());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void gradientOfRandomNetworkIsThatOfFiniteDifferences(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        assertGradientIsThatOfDifferences(Case.of(drawn.network(), drawn.input(), new Random(seed)));
    }

    static Stream<String> wholeArrays() {
        return WHOLE_ARRAYS.stream();
    }

    @ParameterizedTest
    @MethodSource("wholeArrays")
    void gradientOfWholeArraysIsThatOfFiniteDifferences(String text) {
        Network network = NetworkText.parse(text);
        for (int seed = 0; seed < 4; seed++) {
            assertGradientIsThatOfDifferences(Case.of(network, FeatureShape.of(2, 4, 5), new Random(seed)));
        }
    }

    private static void assertGradientIsThatOfDifferences(Case given) {
        double[][] gradient = given.gradient(Measure.GRADIENT);
        GradientPlan plan = given.plan(Measure.GRADIENT);
        double value = plan.value(given.source, 0, given.seed);
        if (Double.isInfinite(value)) { // a maximum over nothing but padding, which no pixel moves
            for (double[] channel : gradient) {
                assertArrayEquals(new double[channel.length], channel);
            }
            return;
        }
        int compared = 0;
        int plane = given.source.planes()[0][0][0].length;
        for (int c = 0; c < gradient.length; c++) {
            for (int i = 0; i < gradient[c].length; i++) {
                float[] pixels = given.source.planes()[0][c][i / plane];
                float x = pixels[i % plane];
                pixels[i % plane] = x + STEP;
                double above = plan.value(given.source, 0, given.seed) - value;
                pixels[i % plane] = x - STEP;
                double below = value - plan.value(given.source, 0, given.seed);
                pixels[i % plane] = x;
                double scale = 1 + Math.abs(gradient[c][i]);
                if (Math.abs(above - below) / STEP < 0.02 * scale) { // no kink lies within the step
                    assertEquals((above + below) / 2 / STEP, gradient[c][i], 2e-4 * scale, "channel " + c + ", " + i);
                    compared++;
                }
            }
        }
        assertTrue(compared > 0, "every pixel lies at a kink");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.convlayers.golden.Goldens#gradient")
    void valuesOnTheWayAreThoseOfPyTorch(GradientCase golden) {
        Network network = NetworkText.parse(golden.computed().text());
        ArraySource source = Sources.of(golden.computed().inputs().get(0));
        String last = network.output().name();
        int[] at = golden.at().toArray();
        double[] seed = golden.seed().stream().mapToDouble(Double::doubleValue).toArray();
        GradientPlan plan = GradientPlan.of(
                Measure.GRADIENT, network, golden.computed().weights(network), source.shape(), last, at);

        Tensor output = golden.computed().outputs().get(0);
        Extent size = Extent.of(
                output.shape().stream().skip(1).mapToInt(Integer::intValue).toArray());
        int pixel = 0;
        for (int axis = 0; axis < at.length; axis++) {
            pixel = pixel * size.get(axis) + at[axis];
        }
        double expected = 0;
        for (int c = 0; c < seed.length; c++) {
            expected += seed[c] * output.data()[c * (int) size.product() + pixel];
        }
        double bound = 1e-7
                * (1 + Math.abs(golden.computed().sumAbs()))
                * Arrays.stream(seed).sum();
        assertEquals(expected, plan.value(source, 0, seed), bound);
    }

    @Test
    void onlyTheFieldIsComputed() {
        String layers = "Conv2d(1, 16, 3, padding=1); ReLU(); Conv2d(16, 16, 3, padding=1, dilation=4); ReLU(); "
                + "MaxPool2d(2); Conv2d(16, 16, 3, padding='same'); Conv2d(16, 4, 3, padding='same')";
        Network network = NetworkText.parse(layers);
        Case small = Case.of(network, FeatureShape.of(1, 64, 64), new Random(1));
        FeatureShape large = FeatureShape.of(1, 1 << 15, 1 << 15);
        GradientPlan plan = GradientPlan.of(
                Measure.GRADIENT,
                network,
                small.weights,
                large,
                network.output().name(),
                9000,
                12000);
        assertTrue(plan.bytes() < 2e6, plan.bytes() + " bytes");
    }

    @Test
    void holesBetweenTapsAreNotComputed() {
        Network network = NetworkText.parse("Conv2d(1, 1, 3, dilation=50); Conv2d(1, 1, 3, dilation=50)");
        Case given = Case.of(network, FeatureShape.of(1, 300, 300), new Random(1));
        SourceGradient gradient = given.plan(Measure.GRADIENT).run(given.source, 0, Monitor.NONE);
        assertEquals(25, gradient.region().pixels());
    }

    static Stream<String> linear() {
        return Stream.of(
                "Conv2d(2, 3, 3, padding=1, padding_mode='reflect'); AvgPool2d(2); Upsample(scale_factor=2, mode='bilinear')",
                "Conv2d(2, 4, 3, stride=2, dilation=2, padding=3); PixelShuffle(2); ReplicationPad2d(1)",
                "ConvTranspose2d(2, 2, 3, stride=2, padding=1); AdaptiveAvgPool2d(3); BatchNorm2d(2)",
                "(a): Conv2d(2, 2, 3, padding=1)\nPixelUnshuffle(2)\nUpsample(scale_factor=2)\nConv2d(8, 2, 1)\n"
                        + "Add(inputs=('a', '3'))\nConcat(inputs=('4', 'a'))");
    }

    @ParameterizedTest
    @MethodSource("linear")
    void weightsMeasureWhatTheGradientDoesWhereNoneIsNegative(String text) {
        Case given = positive(Case.of(NetworkText.parse(text), FeatureShape.of(2, 12, 14), new Random(3)));
        double[][] gradient = given.gradient(Measure.GRADIENT);
        double[][] weights = given.gradient(Measure.WEIGHTS);
        for (int c = 0; c < gradient.length; c++) {
            assertArrayEquals(gradient[c], weights[c], 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("linear")
    void signsOfWeightsDoNotCountAndActivationsHandOn(String text) {
        Case given = Case.of(NetworkText.parse(text), FeatureShape.of(2, 12, 14), new Random(4));
        Network activated = NetworkText.parse(text.replace("BatchNorm2d(2)", "BatchNorm2d(2); ReLU(); Dropout()"));
        Case positive = positive(given);
        double[][] expected = positive.gradient(Measure.GRADIENT);
        Case withActivation = new Case(activated, given.weights, given.source, given.at, given.seed);
        double[][] weights = withActivation.gradient(Measure.WEIGHTS);
        for (int c = 0; c < expected.length; c++) {
            assertArrayEquals(expected[c], weights[c], 1e-12);
        }
    }

    private static Case positive(Case given) {
        Map<String, Tensor> tensors = new HashMap<>();
        given.weights.asMap().forEach((name, tensor) -> {
            float[] values = tensor.data().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]);
            }
            tensors.put(name, new Tensor(values, tensor.shape()));
        });
        return new Case(given.network, new Weights(given.network, tensors), given.source, given.at, given.seed);
    }

    @Test
    void byWeightsStatisticsOfWholeMapsDoNotSpreadTheField() {
        Network network =
                NetworkText.parse("Conv2d(1, 2, 3, padding=1); InstanceNorm2d(2); Conv2d(2, 1, 3, padding=1)");
        Case given = Case.of(network, FeatureShape.of(1, 30, 30), new Random(5));
        assertEquals(
                900,
                given.plan(Measure.GRADIENT)
                        .run(given.source, 0, Monitor.NONE)
                        .region()
                        .pixels());
        GradientPlan plan = GradientPlan.of(
                Measure.WEIGHTS,
                network,
                given.weights,
                given.source.shape(),
                network.output().name(),
                15,
                15);
        assertEquals(25, plan.run(given.source, 0, Monitor.NONE).region().pixels());
    }

    @Test
    void positiveLinearNetworkReachesExactlyItsField() {
        for (String text : linear().toList()) {
            Case given = positive(Case.of(NetworkText.parse(text), FeatureShape.of(2, 12, 14), new Random(6)));
            double[][] gradient = given.gradient(Measure.GRADIENT);
            ReceptiveField field = ReceptiveField.of(
                    given.network, given.source.shape(), given.network.output().name(), given.at);
            byte[] mask = field.mask();
            for (int i = 0; i < mask.length; i++) {
                assertEquals(mask[i] == 1, gradient[0][i] != 0 || gradient[1][i] != 0, text + ", pixel " + i);
            }
        }
    }

    @Test
    void layerInsideIsLookedAtByItsName() {
        Network network = NetworkText.parse("(first): Conv2d(1, 1, 3); Conv2d(1, 1, 5)");
        Case given = Case.of(network, FeatureShape.of(1, 20, 20), new Random(7));
        GradientPlan plan =
                GradientPlan.of(Measure.GRADIENT, network, given.weights, given.source.shape(), "first", 4, 5);
        double[] gradient = plan.run(given.source, 0, Monitor.NONE).channel(0);
        float[] weight = given.weights.get("first.weight").data();
        for (int i = 0; i < 9; i++) {
            assertEquals(weight[i], gradient[i]);
        }
    }

    @Test
    void canBeCancelled() {
        Network network = NetworkText.parse("Conv2d(1, 1, 3)");
        Case given = Case.of(network, FeatureShape.of(1, 20, 20), new Random(8));
        Monitor cancelled = new Monitor() {
            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        GradientPlan plan = given.plan(Measure.GRADIENT);
        assertThrows(CancellationException.class, () -> plan.run(given.source, 0, cancelled));
    }
}
