package org.convlayers.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "3, 3",
        "-3, -3",
        "100, 100",
        "65535, 65535",
        "65535.4, 65535",
        "0.125, 0.125",
        "-0.0625, -0.0625",
        "12.3456, 12.35",
        "0.33333, 0.3333",
        "0.0012345, 0.0012",
        "99.999, 100",
        "999999.6, 1000000",
        "12345678, 1.2e+07",
        "0.00012, 1.2e-04",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void numbersAreShort(double number, String text) {
        assertEquals(text, NumberText.of(number));
    }
}
