package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import org.convlayers.engine.memory.CountingMonitor;
import org.convlayers.engine.memory.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueRanksTest {
    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** Any bits, whole numbers of which many are the same, and both zeros and infinities. */
    private static float[] values(long seed) {
        Random random = new Random(seed);
        float[] values = new float[1 + random.nextInt(2000)];
        for (int i = 0; i < values.length; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            values[i] = seed % 2 == 0 && !Float.isNaN(any) ? any : random.nextInt(20) - 10;
        }
        float[] special = {0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        System.arraycopy(special, 0, values, 0, Math.min(special.length, values.length));
        return values;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void placesAreThoseOfTheSortedValues(long seed) {
        float[] values = values(seed);
        ValueRanks ranks = new ValueRanks(values, values.length, new Scratch());
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertEquals(sorted[i], ranks.value(i));
        }
    }

    @Test
    void onlyTheFirstValuesCount() {
        ValueRanks ranks = new ValueRanks(new float[] {3, 1, 2, 0, 0}, 3, new Scratch());
        assertEquals(1, ranks.value(0));
        assertEquals(3, ranks.value(2));
    }

    @Test
    void countingMayBeCancelled() {
        Scratch cancelled = new Scratch(new CountingMonitor(1));
        assertThrows(CancellationException.class, () -> new ValueRanks(new float[1], 1, cancelled));
    }
}
