package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectionTest {
    static Stream<Long> seeds() {
        return LongStream.range(0, 200).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isWhatSortingGives(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(300);
        int different = 1 + random.nextInt(300);
        float[] values = new float[count + 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(different) - different / 2f;
        }
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int index = random.nextInt(count);
        assertEquals(sorted[index], Selection.nth(values, count, index));
    }
}
