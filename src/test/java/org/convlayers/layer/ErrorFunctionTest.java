package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorFunctionTest {
    /** Values of mpmath.erfc with 50 digits; 0.46875 and 4 are where one approximation takes over from another. */
    @ParameterizedTest
    @CsvSource({
        "1e-300, 1.0",
        "0.1, 0.8875370839817151016",
        "-0.1, 1.1124629160182848984",
        "0.46875, 0.50738652678206200841",
        "0.4687500000000001, 0.50738652678206190785",
        "-0.46875, 1.4926134732179379916",
        "0.5, 0.47950012218695346232",
        "-0.7, 1.6778011938374184423",
        "1.0, 0.15729920705028513066",
        "-1.0, 1.8427007929497148693",
        "2.0, 0.0046777349810472658379",
        "-2.0, 1.9953222650189527342",
        "3.5, 7.4309837234141274552e-7",
        "4.0, 1.5417257900280018852e-8",
        "4.000000000000001, 1.5417257900279906069e-8",
        "-4.0, 1.9999999845827420997",
        "5.0, 1.5374597944280348502e-12",
        "8.5, 2.7623240713337714461e-33",
        "-6.0, 1.9999999999999999785",
    })
    void erfcHasARelativeErrorBelowTenToTheMinusFourteen(double x, double expected) {
        assertEquals(expected, ErrorFunction.erfc(x), 1e-14 * expected);
    }

    @Test
    void farTailKeepsThirteenDigits() {
        assertEquals(5.663192408856143e-296, ErrorFunction.erfc(26), 1e-13 * 5.66e-296);
    }

    @Test
    void limitsAreExactAndNanStaysNan() {
        assertEquals(0, ErrorFunction.erfc(Double.POSITIVE_INFINITY));
        assertEquals(2, ErrorFunction.erfc(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(ErrorFunction.erfc(Double.NaN)));
    }

    /** erf(x) = 2/sqrt(pi) (x - x^3/3 + ...). */
    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 1e-10, -1e-20, 1e-300})
    void erfOfSmallNumbersKeepsItsDigits(double x) {
        double expected = 2 / Math.sqrt(Math.PI) * x * (1 - x * x / 3);
        assertEquals(expected, ErrorFunction.erf(x), 1e-14 * Math.abs(expected));
    }

    @Test
    void erfAndErfcAddUpToOne() {
        for (double x : new double[] {-5, -0.5, -0.46875, -0.1, 0, 0.3, 0.46875, 0.47, 2, 7}) {
            assertEquals(1, ErrorFunction.erf(x) + ErrorFunction.erfc(x), 1e-15);
        }
        assertEquals(-1, ErrorFunction.erf(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(ErrorFunction.erf(Double.NaN)));
    }
}
