package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunTimesTest {
    private static RunTimes times(Double... millis) {
        return new RunTimes(List.of(millis));
    }

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertEquals(3, times(9.0, 1.0, 3.0).median());
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, times(4.0, 1.0, 2.0, 3.0).median());
    }

    @Test
    void minimumIsTheFastestRound() {
        assertEquals(1, times(9.0, 1.0, 3.0).min());
    }

    @Test
    void noRunsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> times());
    }
}
