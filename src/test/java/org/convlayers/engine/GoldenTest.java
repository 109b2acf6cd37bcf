package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.golden.ActivationCase;
import org.convlayers.golden.ComputedCase;
import org.convlayers.golden.Goldens;
import org.convlayers.img.CursorPlan;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines against PyTorch. Errors are measured against the sum of |w||x|, which rounding is proportional to. */
class GoldenTest {
    private static final double FLOAT32_BOUND = 1.5e-6;
    private static final double FLOAT64_BOUND = 1.0 / (1 << 24);

    static Stream<ComputedCase> computed() {
        return Goldens.allComputed();
    }

    static Stream<ActivationCase> activations() {
        return Goldens.activation();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("computed")
    void float32EqualsPyTorch(ComputedCase golden) {
        for (int i = 0; i < golden.inputs().size(); i++) {
            Network network = NetworkText.parse(golden.text());
            FeatureShape input = shape(golden.inputs().get(i));
            NetworkPlan plan = FloatPlan.create(network, golden.weights(network), input, Precision.FLOAT32);
            Tensor expected = golden.outputs().get(i);
            // through several layers the errors of each add up
            double bound = FLOAT32_BOUND * network.nodes().size() * golden.sumAbs();
            assertClose(expected, run(plan, golden.inputs().get(i)), Math.max(bound, golden.float32Error()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("computed")
    void float64EqualsPyTorch(ComputedCase golden) {
        Network network = NetworkText.parse(golden.text());
        FeatureShape input = shape(golden.inputs().get(0));
        NetworkPlan plan = CursorPlan.create(network, golden.weights(network), input);
        assertClose(golden.outputs().get(0), run(plan, golden.inputs().get(0)), FLOAT64_BOUND * golden.sumAbs());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("activations")
    void activationEqualsPyTorch(ActivationCase golden) {
        Network network = NetworkText.parse(golden.text());
        FeatureShape shape = shape(golden.input());
        Weights none = new Weights(network, Map.of());
        for (NetworkPlan plan : List.of(
                FloatPlan.create(network, none, shape, Precision.FLOAT32), CursorPlan.create(network, none, shape))) {
            float[] values = run(plan, golden.input());
            float[] expected = golden.output().data();
            for (int i = 0; i < expected.length; i++) {
                boolean same = Float.compare(expected[i], values[i]) == 0
                        || Math.abs((double) expected[i] - values[i]) <= 2e-7 * Math.max(1, Math.abs(expected[i]));
                assertTrue(same, "f(" + golden.input().data()[i] + ") is " + values[i] + ", not " + expected[i]);
            }
        }
    }

    private static FeatureShape shape(Tensor tensor) {
        int[] spatial =
                tensor.shape().stream().skip(1).mapToInt(Integer::intValue).toArray();
        return FeatureShape.of(tensor.shape().get(0), spatial);
    }

    /** The output in PyTorch's order. */
    private static float[] run(NetworkPlan plan, Tensor input) {
        Extent size = plan.inputShape().spatial().to3D(1);
        int plane = size.get(1) * size.get(2);
        float[][][] planes = new float[plan.inputShape().channels()][size.get(0)][plane];
        for (int i = 0; i < input.data().length; i++) {
            planes[i / plane / size.get(0)][i / plane % size.get(0)][i % plane] = input.data()[i];
        }
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        ArraySource source = new ArraySource(plan.inputShape(), new float[][][][] {planes});
        TileRunner.run(plan, source, sink, Tiling.none(plan.outputShape()), Workers.CALLER, Monitor.NONE);
        float[] output = new float[Math.toIntExact(plan.outputShape().elements())];
        int next = 0;
        for (float[][] channel : sink.planes()[0]) {
            for (float[] values : channel) {
                System.arraycopy(values, 0, output, next, values.length);
                next += values.length;
            }
        }
        return output;
    }

    private static void assertClose(Tensor expected, float[] values, double bound) {
        assertEquals(expected.data().length, values.length);
        for (int i = 0; i < values.length; i++) {
            double difference = Math.abs((double) expected.data()[i] - values[i]);
            boolean same = Float.compare(expected.data()[i], values[i]) == 0; // infinite, or not a number
            assertTrue(
                    same || difference <= bound,
                    "value " + i + " is " + values[i] + ", but PyTorch gives " + expected.data()[i] + " (allowed "
                            + bound + ")");
        }
    }
}
