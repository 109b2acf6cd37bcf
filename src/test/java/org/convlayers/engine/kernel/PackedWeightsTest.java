package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PackedWeightsTest {
    /** Two sums in strips are computed as three. */
    private static final int SPARE = 1;

    private final Accumulators accumulators = new Accumulators();

    static IntStream rows() {
        return IntStream.rangeClosed(1, 17);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void sumsAreOneChainInTheOrderOfTheTaps(int rows) {
        for (int taps : new int[] {1, 2, 3, 4, 8, 9, 10, 13, 27, 31, 40}) {
            Random random = new Random(rows * 100L + taps);
            int stride = taps + 5;
            float[] matrix = randomValues(random, 3 + rows * stride);
            float[][] strips = new float[PackedWeights.tableLength(taps)][];
            Arrays.setAll(strips, t -> t < taps ? randomStrip(random) : Strip.allocate());
            float[][] sums = new float[rows + SPARE][];
            Arrays.setAll(sums, row -> randomStrip(random));
            float[][] wanted = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
            for (int row = 0; row < rows; row++) {
                for (int x = Strip.FIRST; x < Strip.END; x++) {
                    for (int t = 0; t < taps; t++) {
                        wanted[row][x] = Math.fma(matrix[3 + row * stride + t], strips[t][x], wanted[row][x]);
                    }
                }
            }

            PackedWeights weights = PackedWeights.of(matrix, 3, stride, rows, taps);
            float[][] copied = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
            int next = 0;
            for (int group = 0; group < weights.groups(); group++) {
                assertEquals(next, weights.firstRow(group));
                weights.multiply(group, strips, 0, StripLength.FULL, sums, next);
                weights.multiply(group, strips, 0, StripLength.FULL, copied, next, accumulators);
                next += weights.rows(group);
            }

            assertEquals(rows, next);
            for (int row = 0; row < rows; row++) {
                assertLanes(wanted[row], sums[row], "row " + row + " of " + rows + " x " + taps);
                assertLanes(wanted[row], copied[row], "copied row " + row + " of " + rows + " x " + taps);
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
        float[][] sums = new float[rows + SPARE][];
        Arrays.setAll(sums, row -> Strip.allocate());
        Arrays.stream(sums).forEach(sum -> Arrays.fill(sum, -0f));

        PackedWeights weights = PackedWeights.of(matrix, 0, 1, rows, 1);
        for (int group = 0; group < weights.groups(); group++) {
            weights.multiply(group, strips, 0, StripLength.FULL, sums, weights.firstRow(group));
        }

        for (int row = 0; row < rows; row++) {
            assertEquals(-0f, sums[row][Strip.FIRST]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lanesBeyondThoseAskedForStayAsTheyAre(StripLength length) {
        Random random = new Random(1);
        int rows = 4 + 3 + 1;
        int taps = 36;
        float[][] strips = new float[taps][];
        Arrays.setAll(strips, t -> randomStrip(random));
        float[][] sums = new float[rows][];
        Arrays.setAll(sums, row -> randomStrip(random));
        float[][] before = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
        float[][] whole = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
        float[][] copied = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);

        for (int count : new int[] {4, 3, 1}) {
            PackedWeights weights = PackedWeights.of(randomValues(random, count * taps), 0, taps, count, taps);
            weights.multiply(0, strips, 0, StripLength.FULL, whole, count);
            weights.multiply(0, strips, 0, length, sums, count);
            weights.multiply(0, strips, 0, length, copied, count, accumulators);
        }

        for (int row = 0; row < rows; row++) {
            int end = length.end();
            for (float[] sum : List.of(sums[row], copied[row])) {
                assertEquals(-1, Arrays.mismatch(whole[row], Strip.FIRST, end, sum, Strip.FIRST, end));
                assertEquals(-1, Arrays.mismatch(before[row], end, sum.length, sum, end, sum.length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weightsAreTheSameHoweverTheyAreSet(int rows) {
        Random random = new Random(rows);
        int taps = 11;
        float[][] columns = new float[12][];
        Arrays.setAll(columns, tap -> randomValues(random, 3 + rows));
        Arrays.fill(columns[taps], PackedWeights.NO_WEIGHT);
        float[] matrix = new float[rows * taps];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = columns[i % taps][3 + i / taps];
        }
        float[] memory = randomValues(random, PackedWeights.length(rows, taps) + 5);

        PackedWeights wanted = PackedWeights.of(matrix, 0, taps, rows, taps);
        PackedWeights set = PackedWeights.in(memory, rows, taps);
        for (int first = 0; first < taps; first += PackedWeights.TAPS_AT_ONCE) {
            set.setTaps(first, columns, first, 1, 3);
        }

        float[][] strips = new float[PackedWeights.tableLength(taps)][];
        Arrays.setAll(strips, tap -> tap < taps ? randomStrip(random) : Strip.allocate());
        for (int group = 0; group < wanted.groups(); group++) {
            int count = wanted.rows(group);
            float[][] sums = new float[count + SPARE][];
            Arrays.setAll(sums, row -> randomStrip(random));
            float[][] found = Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
            wanted.multiply(group, strips, 0, StripLength.FULL, sums, 0);
            set.multiply(group, strips, 0, StripLength.FULL, found, 0);
            for (int row = 0; row < count; row++) {
                assertLanes(sums[row], found[row], "row " + row + " of group " + group);
            }
        }
    }

    /** Sums are copied only where that pays. */
    @Test
    void bothWaysAreTested() {
        assertFalse(Accumulators.pay(31, 2, StripLength.FULL));
        assertTrue(Accumulators.pay(36, 2, StripLength.FULL));
    }

    @Test
    void aStripHasRoomForItsLanes() {
        assertTrue(Strip.allocate().length >= Strip.END);
    }

    private static void assertLanes(float[] wanted, float[] sum, String message) {
        assertEquals(-1, Arrays.mismatch(wanted, Strip.FIRST, Strip.END, sum, Strip.FIRST, Strip.END), message);
    }

    private static float[] randomStrip(Random random) {
        return randomValues(random, Strip.allocate().length);
    }

    private static float[] randomValues(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
