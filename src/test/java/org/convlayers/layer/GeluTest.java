package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeluTest {
    /** x (1 + erf(x/sqrt 2))/2 and its approximation by tanh, computed by mpmath with 50 digits. */
    @ParameterizedTest
    @CsvSource({
        "-10.0, -7.61985302416052607e-23, -1.20409234820981068e-37",
        "-5.0, -1.43325785939596956e-6, -2.29179619662950605e-7",
        "-3.0, -0.00404969409489028358, -0.00363739208177301884",
        "-1.0, -0.158655253931457051, -0.158808009391723295",
        "-0.25, -0.100323418579269069, -0.100324649298315",
        "-1e-10, -4.9999999996010579e-11, -4.9999999996010579e-11",
        "0.0, 0.0, 0.0",
        "1e-10, 5.00000000039894246e-11, 5.00000000039894246e-11",
        "0.25, 0.149676581420730931, 0.149675350701685",
        "1.0, 0.841344746068542949, 0.841191990608276705",
        "3.0, 2.99595030590510972, 2.99636260791822698",
        "5.0, 4.9999985667421406, 4.99999977082038034",
        "10.0, 10.0, 10.0",
    })
    void bothFormsKeepTheirRelativePrecisionFarBelowZero(double x, double exact, double approximate) {
        double tolerance = 1e-13;
        assertEquals(exact, Activation.of(ActivationFunction.GELU).apply(x), tolerance * Math.abs(exact));
        assertEquals(
                approximate, Activation.of(ActivationFunction.GELU_TANH).apply(x), tolerance * Math.abs(approximate));
    }
}
