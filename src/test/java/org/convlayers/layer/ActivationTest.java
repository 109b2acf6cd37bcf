package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convlayers.golden.ActivationCase;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    /** PyTorch computes e^x - 1 and 1 + erf(x) as they stand, and loses in double precision what is smaller than this. */
    private static final float CANCELLATION = 1e-15f;

    /** PyTorch asserts max_val > min_val without a word, and its CELU fails with these. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Hardtanh(2, 1)   | max_val must be larger than min_val for Hardtanh, but got min_val=2.0, max_val=1.0
            Hardtanh(1, 1)   | max_val must be larger than min_val for Hardtanh, but got min_val=1.0, max_val=1.0
            CELU(0)          | alpha cannot be 0 for CELU
            """)
    void argumentsThatPyTorchRefusesAreRefused(String text, String message) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> NetworkText.parseLayer(text));
        assertTrue(error.getMessage().endsWith(message), error.getMessage());
    }

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

    /** Their series begin with x, and the next term has x^3. */
    @ParameterizedTest
    @EnumSource(names = {"ASINH", "TANH", "ATANH", "SIN", "TAN", "ASIN", "ATAN", "SINH"})
    void oddFunctionsOfSmallNumbersAreTheNumbers(ActivationFunction function) {
        for (float x : new float[] {1e-5f, -1e-10f, 1e-20f, -1e-38f}) {
            assertEquals(x, (float) Activation.of(function).apply(x), Math.ulp(x), function + " of " + x);
        }
    }
}
