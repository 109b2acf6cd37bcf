package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkCaseTest {
    static Stream<BenchmarkCase> cases() {
        return BenchmarkCase.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void networksTakeTheirInputs(BenchmarkCase timed) {
        assertDoesNotThrow(() -> timed.network().shapes(timed.input()));
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                BenchmarkCase.ALL.size(),
                cases().map(BenchmarkCase::name).distinct().count());
    }
}
