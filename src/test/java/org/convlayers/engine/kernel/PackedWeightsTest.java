package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PackedWeightsTest {
    static IntStream rows() {
        return IntStream.rangeClosed(1, 17);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void sumsAreOneChainInTheOrderOfTheTaps(int rows) {
        for (int taps : new int[] {1, 2, 3, 4, 8, 9, 10, 13, 27, 31}) {
            Random random = new Random(rows * 100L + taps);
            int stride = taps + 5;
            float[] matrix = randomValues(random, 3 + rows * stride);
            float[][] strips = new float[PackedWeights.tableLength(taps)][];
            Arrays.setAll(strips, t -> t < taps ? randomStrip(random) : Strip.allocate());
            float[][] sums = new float[rows][];
            Arrays.setAll(sums, row -> randomStrip(random));
            float[][] wanted = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
            for (int row = 0; row < rows; row++) {
                for (int x = 0; x < Strip.LENGTH; x++) {
                    for (int t = 0; t < taps; t++) {
                        wanted[row][x] = Math.fma(matrix[3 + row * stride + t], strips[t][x], wanted[row][x]);
                    }
                }
            }

            PackedWeights weights = PackedWeights.of(matrix, 3, stride, rows, taps);
            int next = 0;
            for (int group = 0; group < weights.groups(); group++) {
                assertEquals(next, weights.firstRow(group));
                weights.multiply(group, strips, sums, weights.firstRow(group));
                next += weights.rows(group);
            }

            assertEquals(rows, next);
            for (int row = 0; row < rows; row++) {
                assertEquals(-1, Arrays.mismatch(wanted[row], sums[row]), "row " + row + " of " + rows + " x " + taps);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void fillingUpTapsKeepsTheSignOfZero(int rows) {
        float[] matrix = new float[rows];
        Arrays.fill(matrix, -1);
        float[][] strips = new float[PackedWeights.tableLength(1)][];
        Arrays.setAll(strips, t -> Strip.allocate());
        float[][] sums = new float[rows][];
        Arrays.setAll(sums, row -> Strip.allocate());
        Arrays.stream(sums).forEach(sum -> Arrays.fill(sum, -0f));

        PackedWeights weights = PackedWeights.of(matrix, 0, 1, rows, 1);
        for (int group = 0; group < weights.groups(); group++) {
            weights.multiply(group, strips, sums, weights.firstRow(group));
        }

        for (float[] sum : sums) {
            assertEquals(-0f, sum[0]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lanesBeyondThoseAskedForStayAsTheyAre(StripLength length) {
        Random random = new Random(1);
        int rows = 4 + 3 + 1;
        int taps = 9;
        float[][] strips = new float[taps][];
        Arrays.setAll(strips, t -> randomStrip(random));
        float[][] sums = new float[rows][];
        Arrays.setAll(sums, row -> randomStrip(random));
        float[][] before = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
        float[][] whole = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);

        for (int count : new int[] {4, 3, 1}) {
            PackedWeights weights = PackedWeights.of(randomValues(random, count * taps), 0, taps, count, taps);
            weights.multiply(0, strips, whole, count);
            weights.multiply(0, strips, 0, length, sums, count);
        }

        for (int row = 0; row < rows; row++) {
            int end = length.lanes();
            assertEquals(-1, Arrays.mismatch(whole[row], 0, end, sums[row], 0, end));
            assertEquals(-1, Arrays.mismatch(before[row], end, Strip.LENGTH, sums[row], end, Strip.LENGTH));
        }
    }

    @Test
    void aStripHasRoomForItsLanes() {
        assertTrue(Strip.allocate().length >= Strip.LENGTH);
    }

    private static float[] randomStrip(Random random) {
        return Arrays.copyOf(randomValues(random, Strip.LENGTH), Strip.allocate().length);
    }

    private static float[] randomValues(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
