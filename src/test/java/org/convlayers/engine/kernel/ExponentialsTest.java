package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the formulas in double precision, which goldens of PyTorch hold. */
class ExponentialsTest {
    private static final float[] SPECIAL = {
        0,
        -0f,
        Float.MIN_VALUE,
        -1e-30f,
        87.9f,
        -87.9f,
        88.1f,
        -88.1f,
        104,
        -104,
        1e30f,
        -1e30f,
        Float.POSITIVE_INFINITY
    };

    /** A loop, and the function that it computes. */
    private record Loop(ActivationFunction function, List<Double> arguments, Body body) {
        interface Body {
            void run(float[] values, int from, int to);
        }

        double wanted(float x) {
            return new Activation(function, arguments).apply(x);
        }

        float computed(float x) {
            float[] values = {7, x, 9};
            body.run(values, 1, 2);
            assertEquals(7, values[0]);
            assertEquals(9, values[2]);
            return values[1];
        }

        @Override
        public String toString() {
            return function + " " + arguments;
        }
    }

    static List<Loop> loops() {
        return List.of(
                new Loop(ActivationFunction.SIGMOID, List.of(), Exponentials::sigmoid),
                new Loop(ActivationFunction.SILU, List.of(), Exponentials::silu),
                new Loop(ActivationFunction.TANH, List.of(), Exponentials::tanh),
                new Loop(ActivationFunction.MISH, List.of(), Exponentials::mish),
                new Loop(ActivationFunction.GELU, List.of(), Exponentials::gelu),
                new Loop(ActivationFunction.GELU_TANH, List.of(), Exponentials::geluTanh),
                new Loop(ActivationFunction.ELU, List.of(0.7), (v, from, to) -> Exponentials.elu(v, from, to, 0.7f, 1)),
                new Loop(
                        ActivationFunction.CELU,
                        List.of(1.5),
                        (v, from, to) -> Exponentials.elu(v, from, to, 1.5f, 1.5f)),
                new Loop(
                        ActivationFunction.CELU,
                        List.of(-2.0),
                        (v, from, to) -> Exponentials.elu(v, from, to, -2f, -2f)));
    }

    @ParameterizedTest
    @MethodSource
    void loops(Loop loop) {
        for (int i = -60_000; i <= 60_000; i++) {
            assertClose(loop, i * 0.0007f);
        }
        for (double x = 1e-12; x < 100; x *= 1.01) {
            assertClose(loop, (float) x);
            assertClose(loop, (float) -x);
        }
        for (float x : SPECIAL) {
            assertClose(loop, x);
        }
        assertTrue(Float.isNaN(loop.computed(Float.NaN)));
    }

    private static void assertClose(Loop loop, float x) {
        double wanted = loop.wanted(x);
        float computed = loop.computed(x);
        if ((float) wanted == computed) {
            return;
        }
        double bound = Math.max(3e-7 * Math.max(1, Math.abs(x)), 3e-7 * (1 + Math.abs(x)) * Math.abs(wanted));
        assertEquals(wanted, computed, bound, () -> loop + " of " + x);
    }
}
