package org.convlayers.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.golden.ActivationCase;
import org.convlayers.golden.GradientCase;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against PyTorch's autograd in double precision. */
class GoldenGradientTest {
    /** The golden files hold single precision; nothing else may differ, wherever it lies. */
    private static final double ROUNDING = 1e-7;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.convlayers.golden.Goldens#gradient")
    void gradientIsThatOfAutograd(GradientCase golden) {
        Network network = NetworkText.parse(golden.computed().text());
        ArraySource source = Sources.of(golden.computed().inputs().get(0));
        GradientPlan plan = GradientPlan.of(
                Measure.GRADIENT,
                network,
                golden.computed().weights(network),
                source.shape(),
                network.output().name(),
                golden.at().toArray());
        double[] seed = golden.seed().stream().mapToDouble(Double::doubleValue).toArray();
        double[][] gradient = Sources.whole(plan.run(source, 0, Monitor.NONE, seed), source.shape());

        float[] expected = golden.gradient().data();
        int pixels = expected.length / gradient.length;
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        // what cancels out leaves rounding errors of the values that cancelled
        double bound = ROUNDING * largest + 1e-13 * golden.computed().sumAbs() + 1e-13;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], gradient[i / pixels][i % pixels], bound, "value " + i);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.convlayers.golden.Goldens#slope")
    void slopeOfFunctionIsThatOfAutograd(ActivationCase golden) {
        Activation activation =
                (Activation) NetworkText.parse(golden.text()).output().layer();
        Tensor slopes = golden.output();
        for (int i = 0; i < slopes.data().length; i++) {
            double x = golden.input().data()[i];
            double bound = ROUNDING * Math.max(1, Math.abs(slopes.data()[i]));
            assertEquals(slopes.data()[i], Slopes.of(activation, x), bound, "f'(" + x + ")");
        }
    }
}
