package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.convlayers.golden.ActivationCase;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    /** PyTorch computes e^x - 1 and 1 + erf(x) as they stand, and loses in double precision what is smaller than this. */
    private static final float CANCELLATION = 1e-15f;

    @ParameterizedTest
    @MethodSource("org.convlayers.golden.Goldens#activation")
    void valuesArePyTorchsAlsoForInfinitiesAndNan(ActivationCase golden) {
        Activation activation = (Activation) NetworkText.parseLayer(golden.text());
        float[] input = golden.input().data();
        float[] expected = golden.output().data();
        for (int i = 0; i < input.length; i++) {
            float actual = (float) activation.apply(input[i]);
            float tolerance = Float.isFinite(expected[i]) ? Math.max(2 * Math.ulp(expected[i]), CANCELLATION) : 0;
            assertEquals(expected[i], actual, tolerance, golden + " of " + input[i]);
        }
    }
}
