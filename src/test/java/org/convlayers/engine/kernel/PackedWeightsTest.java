package org.convlayers.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PackedWeightsTest {
    /** Up to this many bytes of bytecode the JIT inlines a method, where Java 17 no longer vectorises it. */
    private static final int FREQ_INLINE_SIZE = 325;

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

    @Test
    void microKernelsAreTooLongToBeInlined() throws NotFoundException {
        CtClass[] bodies =
                ClassPool.getDefault().get(MicroKernel.class.getName()).getNestedClasses();
        assertEquals(MicroKernel.values().length, bodies.length);
        for (CtClass body : bodies) {
            int length = body.getDeclaredMethod("run")
                    .getMethodInfo()
                    .getCodeAttribute()
                    .getCodeLength();
            assertTrue(length > FREQ_INLINE_SIZE, () -> body.getName() + " has " + length + " bytes of bytecode");
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
