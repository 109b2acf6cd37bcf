package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Casts of numbers that are known beforehand, against what PyTorch 1.13 and numpy 1.24 make of the same numbers. */
class CastTest {
    private static final int FLOAT = 1;

    @TempDir
    Path folder;

    /** The numbers, as real ones, added to an image of zeros. */
    private void assertCast(String expected, Proto numbers, long type) throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 1, 8)
                .initializer("numbers", numbers)
                .node("Cast", "narrow", List.of("numbers"), a -> a.number("to", type))
                .node("Cast", "real", List.of("narrow"), a -> a.number("to", FLOAT))
                .node("Add", "y", "x", "real")
                .output("y")
                .in(folder);
        float[] result =
                ModelRun.run(model, new Tensor(new float[8], List.of(1, 8))).data();
        assertArrayEquals(floats(expected), result, 0);
    }

    private static float[] floats(String list) {
        double[] values =
                Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Proto wholes(String list) {
        LongStream numbers = Arrays.stream(list.split(" ")).mapToLong(Long::parseLong);
        return ModelBuilder.wholes(numbers.toArray());
    }

    /** {@code Tensor.half()} and {@code bfloat16()}, to the last bit. */
    @ParameterizedTest
    @CsvSource({
        "0.33333334 -0.1 2049 2051 65519 65520 6e-8 -2e-8,"
                + " 0.333251953125 -0.0999755859375 2048 2052 65504 Infinity 5.960464477539063e-08 0, 10",
        "0.33333334 -0.1 2049 2051 65519 65520 6e-8 NaN,"
                + " 0.333984375 -0.10009765625 2048 2048 65536 65536 6.007030606269836e-08 NaN, 16",
        "1.00390625 1.01171875 3.4e38 1e-40 -2.7 257 0.1 -65520,"
                + " 1.00390625 1.01171875 Infinity 0 -2.69921875 257 0.0999755859375 -Infinity, 10",
        "1.00390625 1.01171875 3.4e38 1e-40 -2.7 257 0.1 -65520,"
                + " 1 1.015625 Infinity 9.183549615799121e-41 -2.703125 256 0.10009765625 -65536, 16"
    })
    void realNumbersAreRounded(String numbers, String expected, long type) throws IOException {
        assertCast(expected, ModelBuilder.reals(List.of(8L), floats(numbers)), type);
    }

    /** {@code numpy.float32(numbers).astype(type)}. */
    @ParameterizedTest
    @CsvSource({
        "3, 2 -2 127 -128 -1 0 127 44",
        "2, 2 254 127 128 255 0 127 44",
        "5, 2 -2 127 128 255 256 -129 300",
        "4, 2 65534 127 128 255 256 65407 300",
        "6, 2 -2 127 128 255 256 -129 300",
        "7, 2 -2 127 128 255 256 -129 300",
        "9, 1 1 1 1 1 1 1 1"
    })
    void realNumbersAreCutOffTowardsZero(long type, String expected) throws IOException {
        assertCast(expected, ModelBuilder.reals(List.of(8L), floats("2.9 -2.9 127.5 128 255.9 256 -129 300")), type);
    }

    /** {@code numpy.int64(numbers).astype(type)}, then to single precision. */
    @ParameterizedTest
    @CsvSource({
        "3, 5 -5 127 -128 44 -1 5 0",
        "2, 5 251 127 128 44 255 5 0",
        "5, 5 -5 127 128 300 32767 5 -24064",
        "4, 5 65531 127 128 300 32767 5 41472",
        "6, 5 -5 127 128 300 -32769 5 1294967296",
        "12, 5 4294967296 127 128 300 4294934528 5 1294967296",
        "7, 5 -5 127 128 300 -32769 4294967296 -3000000000",
        "13, 5 1.8446744073709552e+19 127 128 300 1.8446744073709552e+19 4294967296 1.8446744073709552e+19"
    })
    void wholeNumbersKeepTheirLowestBits(long type, String expected) throws IOException {
        assertCast(expected, wholes("5 -5 127 128 300 -32769 4294967301 -3000000000"), type);
    }
}
