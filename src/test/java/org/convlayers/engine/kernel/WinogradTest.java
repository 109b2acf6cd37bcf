package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WinogradTest {
    @ParameterizedTest
    @EnumSource
    void productsMakeTheSumsOfAFilter(Winograd winograd) {
        Random random = new Random(1);
        float[][] inputs = arrays(winograd.products(), random);
        double[] filter = random.doubles(winograd.taps(), -2, 2).toArray();

        float[][] outputs = filter(winograd, inputs, filter, Strip.allocate());

        for (int x = Strip.FIRST; x < Strip.END; x++) {
            for (int r = 0; r < Winograd.SUMS; r++) {
                double sum = 0;
                for (int t = 0; t < filter.length; t++) {
                    sum += filter[t] * inputs[r + t][x];
                }
                assertEquals(sum, outputs[r][x], 2e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void theCheckShowsLanesWithAResultThatIsNotFinite(float special) {
        for (Winograd winograd : Winograd.values()) {
            for (int row = 0; row < winograd.products(); row++) {
                float[][] inputs = arrays(winograd.products(), new Random(row));
                inputs[row][Strip.FIRST + 7] = special;
                float[] check = Strip.allocate();
                double[] filter = new double[winograd.taps()];
                Arrays.fill(filter, 1);

                filter(winograd, inputs, filter, check);

                for (int x = Strip.FIRST; x < Strip.END; x++) {
                    assertEquals(x == Strip.FIRST + 7, check[x] != 0, "lane " + x);
                }
            }
        }
    }

    @Test
    void theLanesOfTheInputFitIntoItsArrays() {
        assertTrue(Strip.allocate().length >= Strip.FIRST + Winograd.INPUT_LENGTH);
        assertTrue(Winograd.INPUT_LENGTH >= Strip.LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    void lanesBeyondThoseAskedForStayAsTheyAre(StripLength length) {
        for (Winograd winograd : Winograd.values()) {
            checkLanesBeyond(winograd, length);
        }
    }

    private static void checkLanesBeyond(Winograd winograd, StripLength length) {
        float[][] inputs = arrays(winograd.products(), new Random(1));
        float[][] whole = arrays(winograd.products(), new Random(2));
        float[][] part = arrays(winograd.products(), new Random(2));
        float[][] before = arrays(winograd.products(), new Random(2));

        winograd.transformInputs(StripLength.FULL, inputs, 0, 1, whole, 0, 1);
        winograd.transformInputs(length, inputs, 0, 1, part, 0, 1);

        int end = length.end() + Winograd.MORE_INPUT;
        for (int i = 0; i < winograd.products(); i++) {
            assertEquals(-1, Arrays.mismatch(whole[i], Strip.FIRST, end, part[i], Strip.FIRST, end));
            int capacity = part[i].length;
            assertEquals(-1, Arrays.mismatch(before[i], end, capacity, part[i], end, capacity));
        }
    }

    private static float[][] filter(Winograd winograd, float[][] inputs, double[] filter, float[] check) {
        float[][] products = arrays(winograd.products(), new Random(0));
        winograd.transformInputs(StripLength.FULL, inputs, 0, 1, products, 0, 1);
        for (int i = 0; i < winograd.products(); i++) {
            double[] factors = winograd.weights(i);
            float weight = (float) IntStream.range(0, filter.length)
                    .mapToDouble(tap -> factors[tap] * filter[tap])
                    .sum();
            for (int x = Strip.FIRST; x < Strip.END; x++) {
                products[i][x] *= weight;
            }
        }
        float[][] outputs = arrays(Winograd.SUMS, new Random(0));
        winograd.transformProducts(StripLength.FULL, products, 0, 1, outputs, check);
        return outputs;
    }

    private static float[][] arrays(int count, Random random) {
        float[][] arrays = new float[count][];
        Arrays.setAll(arrays, i -> Strip.allocate());
        for (float[] array : arrays) {
            for (int x = 0; x < array.length; x++) {
                array[x] = (float) random.nextGaussian();
            }
        }
        return arrays;
    }
}
