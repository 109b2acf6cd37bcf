package org.convlayers.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaddingTest {
    @ParameterizedTest
    @CsvSource({"2, 2", "1x2, 1x2", "1:2x0:1, 1:2x0:1", "0:0x3:3, 0x3", "1:2, 1:2x1:2", "same-upper, same-upper"})
    void textsAreReadAndPrinted(String text, String printed) {
        Padding padding = Padding.parse(text, 2);
        assertEquals(Padding.parse(printed, 2), padding);
        assertEquals(padding, Padding.parse(padding.toString(), 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1x2x3", "1:2:3", "sam", "1:", "1.5"})
    void otherTextsAreRejectedWithWhatIsAllowed(String text) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Padding.parse(text, 2));
        assertTrue(
                error.getMessage().startsWith("'" + text + "' is not a padding; allowed are same, "),
                error::getMessage);
    }
}
