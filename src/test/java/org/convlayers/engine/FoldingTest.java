package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.CursorPlan;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalisation after a convolution is folded into it where nothing is lost. */
class FoldingTest {
    private static final double FLOAT32_BOUND = 1.5e-6;

    private static Map<String, Tensor> tensors(Network network, Random random) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (Layer.Parameter parameter : network.parameters()) {
            float[] data = new float[Math.toIntExact(parameter.elements())];
            boolean variance = parameter.name().endsWith("running_var");
            for (int i = 0; i < data.length; i++) {
                data[i] = variance ? 0.1f + random.nextFloat() : (float) random.nextGaussian();
            }
            tensors.put(parameter.name(), new Tensor(data, parameter.shape()));
        }
        return tensors;
    }

    private static ArraySource source(FeatureShape shape, Random random) {
        Extent size = shape.spatial().to3D(1);
        float[][][] planes = new float[shape.channels()][size.get(0)][size.get(1) * size.get(2)];
        for (float[][] channel : planes) {
            for (float[] plane : channel) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (float) random.nextGaussian();
                }
            }
        }
        return new ArraySource(shape, new float[][][][] {planes});
    }

    private static double[] run(NetworkPlan plan, ArraySource source) {
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        TileRunner.run(plan, source, sink, Tiling.none(plan.outputShape()), Workers.CALLER, Monitor.NONE);
        return Arrays.stream(sink.planes()[0])
                .flatMap(Arrays::stream)
                .flatMapToDouble(plane -> IntStream.range(0, plane.length).mapToDouble(i -> plane[i]))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(3, 8, 3); BatchNorm2d(8) | 3x17x20",
                "Conv2d(3, 8, 3, bias=False, padding=1); BatchNorm2d(8, eps=1e-3); ReLU() | 3x17x20",
                "Conv2d(4, 8, 3, groups=4, padding='same', padding_mode='reflect'); BatchNorm2d(8) | 4x17x20",
                "Conv2d(6, 4, (1, 3), stride=2, groups=2); BatchNorm2d(4, affine=False); SiLU() | 6x17x20",
                "Conv1d(2, 5, 7, dilation=2); BatchNorm1d(5); Hardswish() | 2x80",
                "ConvTranspose2d(4, 6, 3, stride=2, groups=2, bias=False); BatchNorm2d(6); ReLU() | 4x9x11",
                "ConvTranspose1d(6, 3, 4, stride=3, dilation=2, groups=3, output_padding=1); BatchNorm1d(3) | 6x12",
                "ConvTranspose3d(2, 3, 2, stride=(1, 2, 2)); BatchNorm3d(3, affine=False) | 2x3x5x4",
                "Conv3d(2, 3, 2); BatchNorm3d(3); BatchNorm3d(3) | 2x4x8x9",
                "Conv2d(3, 4, 1); Dropout2d(); InstanceNorm2d(4, affine=True, track_running_stats=True) | 3x9x9",
                "Conv2d(32, 32, 3, padding=1, bias=False); BatchNorm2d(32); ReLU() | 32x33x40",
            })
    void foldedEqualsOneAfterTheOther(String text, String shape) {
        Network network = NetworkText.parse(text);
        int channels = Integer.parseInt(shape.replaceFirst("x.*", ""));
        FeatureShape input = new FeatureShape(
                channels,
                Extent.parse(shape.replaceFirst("\\d+x", ""), network.rank().orElseThrow()));
        Random random = new Random(7);
        Map<String, Tensor> tensors = tensors(network, random);
        Weights weights = new Weights(network, tensors);
        ArraySource source = source(input, random);
        for (Precision precision : List.of(Precision.FLOAT32, Precision.FLOAT32_DIRECT)) {
            NetworkPlan plan = FloatPlan.create(network, weights, input, precision);
            assertEquals(1, plan.steps().size());
            assertTrue(plan.steps().get(0).folded().size() > 0);
            double[] exact = run(CursorPlan.create(network, weights, input), source);
            double[] fast = run(plan, source);
            // the largest sum of |w||x| that a value is made of, with 4 for the largest |x|
            double scale = 4 * Arrays.stream(exact).map(Math::abs).max().orElseThrow() + sumOfWeights(tensors);
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i], fast[i], FLOAT32_BOUND * scale, precision + " at " + i);
            }
        }
    }

    private static double sumOfWeights(Map<String, Tensor> tensors) {
        Tensor weight = tensors.get("0.weight");
        float[] data = weight.data();
        double sum = IntStream.range(0, data.length)
                .mapToDouble(i -> Math.abs(data[i]))
                .sum();
        return 4 * sum / weight.shape().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(3, 4, 3); ReLU(); BatchNorm2d(4) | 1",
                "ReLU(); BatchNorm2d(3) | 1",
                "(a): Conv2d(3, 3, 1); BatchNorm2d(3); Add(inputs=('1', 'a')) | 3",
                "Conv2d(3, 4, 3); InstanceNorm2d(4) | 2",
                "ReflectionPad2d(1); BatchNorm2d(3); Conv2d(3, 3, 3, padding=1) | 2",
            })
    void whatStandsBetweenOrIsLookedAtByOthersIsNotFolded(String text, int steps) {
        Network network = NetworkText.parse(text);
        FeatureShape input = FeatureShape.of(3, 9, 9);
        Weights weights = new Weights(network, tensors(network, new Random(3)));
        NetworkPlan plan = FloatPlan.create(network, weights, input, Precision.FLOAT32);
        assertEquals(steps, plan.steps().size());
        plan.steps().forEach(step -> assertEquals(List.of(), step.folded()));
    }

    private static Map<String, Tensor> withConstant(Network network, float... numbers) {
        Map<String, Tensor> tensors = tensors(network, new Random(5));
        tensors.put("c.value", new Tensor(numbers, tensors.get("c.value").shape()));
        return tensors;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Add(inputs=('b', 'c'))",
                "Multiply(inputs=('b', 'c'))",
                "Subtract(inputs=('b', 'c'))",
                "Subtract(inputs=('c', 'b'))",
                "Divide(inputs=('b', 'c'))",
            })
    void aSumOrProductWithANumberForEachChannelIsFoldedAsANormalisationIs(String join) {
        FeatureShape input = FeatureShape.of(3, 9, 11);
        ArraySource source = source(input, new Random(9));
        for (String numbers : List.of("4", "1")) {
            for (String between : List.of("Identity(); ", "ReLU(); ")) {
                String text = "(a): Conv2d(3, 4, 3); (b): " + between + "(c): Constant((" + numbers
                        + ", 1, 1), input='input'); " + join;
                Network network = NetworkText.parse(text);
                float[] values = numbers.equals("1") ? new float[] {-1.7f} : new float[] {2, -0.3f, 6, 1e-3f};
                Weights weights = new Weights(network, withConstant(network, values));
                NetworkPlan plan = FloatPlan.create(network, weights, input, Precision.FLOAT32_DIRECT);
                assertEquals(2, plan.steps().size());
                int folded = between.startsWith("Identity") ? 1 : 0;
                assertEquals(folded, plan.steps().get(1).folded().size());
                double[] exact = run(CursorPlan.create(network, weights, input), source);
                double[] fast = run(plan, source);
                double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
                assertArrayEquals(exact, fast, 4 * FLOAT32_BOUND * largest);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(b): Conv2d(3, 4, 1); (c): Constant((1, 1, 1), input='input'); Maximum(inputs=('b', 'c'))",
                "(b): Conv2d(3, 4, 1); (c): Constant((1, 1, 1), input='input'); Divide(inputs=('c', 'b'))",
                "(b): Conv2d(3, 1, 1); (c): Constant((4, 1, 1), input='input'); Add(inputs=('b', 'c'))",
                "(b): Conv2d(3, 4, 1); (c): Constant((1, 1, 9), input='input'); Add(inputs=('b', 'c'))",
                "(b): Conv2d(3, 4, 1); (c): Constant((1, 1, 1), input='input'); Add(inputs=('b', 'c', 'c'))",
                "(b): Conv2d(3, 4, 1); (c): Constant((1, 1, 1), input='input'); Divide(inputs=('b', 'c'))",
            })
    void otherJoinsWithConstantsAreNot(String text) {
        Network network = NetworkText.parse(text);
        FeatureShape input = FeatureShape.of(3, 9, 9);
        Map<String, Tensor> tensors = withConstant(
                network,
                new float
                        [network.shapes(input).get(1).channels()
                                * network.shapes(input).get(1).spatial().get(1)]);
        NetworkPlan plan = FloatPlan.create(network, new Weights(network, tensors), input, Precision.FLOAT32);
        assertEquals(3, plan.steps().size());
    }

    /** 0 times infinity is not what PyTorch computes here. */
    @Test
    void numbersThatAreNotFiniteAreNotFolded() {
        Network network = NetworkText.parse("Conv2d(1, 1, 1); BatchNorm2d(1, eps=0)");
        FeatureShape input = FeatureShape.of(1, 1, 3);
        Map<String, Tensor> tensors = tensors(network, new Random(1));
        tensors.put("0.weight", new Tensor(new float[] {0}, List.of(1, 1, 1, 1)));
        tensors.put("0.bias", new Tensor(new float[] {2}, List.of(1)));
        tensors.put("1.weight", new Tensor(new float[] {1}, List.of(1)));
        tensors.put("1.bias", new Tensor(new float[] {0}, List.of(1)));
        tensors.put("1.running_mean", new Tensor(new float[] {1}, List.of(1)));
        tensors.put("1.running_var", new Tensor(new float[] {0}, List.of(1)));
        NetworkPlan plan = FloatPlan.create(network, new Weights(network, tensors), input, Precision.FLOAT32);
        double infinity = Double.POSITIVE_INFINITY;
        assertArrayEquals(new double[] {infinity, infinity, infinity}, run(plan, source(input, new Random(2))));
    }
}
