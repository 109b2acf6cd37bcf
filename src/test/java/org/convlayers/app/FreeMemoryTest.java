package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of memory. */
class FreeMemoryTest {
    @ParameterizedTest
    @CsvSource({
        "8, 8 bytes",
        "4800, 4.8 kB",
        "960000, 960 kB",
        "6291456, 6.3 MB",
        "33620000, 34 MB",
        "1500000000, 1.5 GB"
    })
    void bytesAreToldInTheUnitThatFits(long bytes, String words) {
        assertEquals(words, FreeMemory.inWords(bytes));
    }
}
