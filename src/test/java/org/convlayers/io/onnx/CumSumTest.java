package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Running sums along an axis of images, and of what is known. */
class CumSumTest {
    /** One image of 2 channels, 3 rows and 4 columns. */
    private static final int[] SIZES = {1, 2, 3, 4};

    @TempDir
    Path folder;

    /** The values are whole, so that the sums are exact. */
    private static float[] image() {
        float[] values = new float[24];
        IntStream.range(0, 24).forEach(i -> values[i] = i * i % 23);
        return values;
    }

    /** The sum of all elements of the same line before each, or behind it, as ONNX defines it. */
    private static float[] expected(int axis, boolean isExclusive, boolean isReverse) {
        int step = IntStream.range(axis + 1, SIZES.length).map(i -> SIZES[i]).reduce(1, (a, b) -> a * b);
        float[] values = image();
        float[] sums = new float[values.length];
        for (int i = 0; i < sums.length; i++) {
            int at = i / step % SIZES[axis];
            for (int other = 0; other < SIZES[axis]; other++) {
                boolean isBefore = isReverse ? other > at : other < at;
                if (isBefore || (other == at && !isExclusive)) {
                    sums[i] += values[i + (other - at) * step];
                }
            }
        }
        return sums;
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, false",
        "1, true, true",
        "2, false, false",
        "2, true, false",
        "2, false, true",
        "3, false, false",
        "3, true, true",
        "-1, false, true"
    })
    void imagesAreSummedAlongAnAxis(int axis, boolean isExclusive, boolean isReverse) throws IOException {
        OnnxModel model = new ModelBuilder(14)
                .input("x", 1, 2, -1, -1)
                .initializer("axis", ModelBuilder.wholes(axis))
                .node(
                        "CumSum",
                        "y",
                        List.of("x", "axis"),
                        a -> a.number("exclusive", isExclusive ? 1 : 0).number("reverse", isReverse ? 1 : 0))
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, new Tensor(image(), List.of(1, 2, 3, 4)));
        assertEquals(List.of(1, 2, 3, 4), result.shape());
        assertArrayEquals(expected(axis < 0 ? axis + SIZES.length : axis, isExclusive, isReverse), result.data());
    }

    /** Lengths 1, 2 and 1 end at 1, 3 and 4: those are the columns that are taken. */
    @Test
    void sizesAreSummedBeforehand() throws IOException {
        OnnxModel model = new ModelBuilder(14)
                .input("x", 1, 5)
                .initializer("lengths", ModelBuilder.wholes(1, 2, 1))
                .initializer("axis", ModelBuilder.wholes(0))
                .node("CumSum", "ends", "lengths", "axis")
                .node("Gather", "y", List.of("x", "ends"), a -> a.number("axis", 1))
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, new Tensor(new float[] {10, 11, 12, 13, 14}, List.of(1, 5)));
        assertArrayEquals(new float[] {11, 13, 14}, result.data());
    }
}
