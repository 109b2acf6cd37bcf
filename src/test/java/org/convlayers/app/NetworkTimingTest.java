package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTimingTest {
    private static NetworkTiming timing(Double... millis) {
        return new NetworkTiming(100, List.of(millis), 1, List.of());
    }

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertEquals(3, timing(9.0, 1.0, 3.0).medianMillis());
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, timing(4.0, 1.0, 2.0, 3.0).medianMillis());
    }

    @Test
    void minimumIsTheFastestRound() {
        assertEquals(1, timing(9.0, 1.0, 3.0).minMillis());
    }

    @Test
    void noRoundsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> timing());
    }
}
