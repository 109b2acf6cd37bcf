package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PythonTextTest {
    /** What Python 3.11 prints. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.1, 0.1",
        "-2.5, -2.5",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "1.25e-7, 1.25e-07",
        "2e-3, 0.002",
        "123456789, 123456789.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "2e23, 2e+23",
        "1e100, 1e+100",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.30000000000000004, 0.30000000000000004",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan",
    })
    void numbersAreWrittenAsByPython(double value, String text) {
        assertEquals(text, PythonText.print(value));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writtenNumberIsReadBackToTheSameBits(long seed) {
        double value = Double.longBitsToDouble(new Random(seed).nextLong());
        if (Double.isFinite(value)) {
            assertEquals(value, Double.parseDouble(PythonText.print(value)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"a, 'a'", "it's, 'it\\'s'", "a\\b, 'a\\\\b'", "\"tab\there\", 'tab\\there'"})
    void stringsAreEscapedToOneLine(String content, String quoted) {
        assertEquals(quoted, PythonText.quote(content));
        assertEquals(content, new TextCursor(quoted).readQuoted());
    }
}
