package org.convlayers.ij.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldElementTest {
    @ParameterizedTest
    @CsvSource({
        "box centre, box centre",
        "'  taps   box ', box taps",
        "LATTICE shade, shade lattice",
        "box box, box",
    })
    void wordsMakeASet(String words, String canonical) {
        assertEquals(canonical, FieldElement.print(FieldElement.parse(words)));
    }

    @Test
    void defaultIsBoxAndCentre() {
        assertEquals(Set.of(FieldElement.BOX, FieldElement.CENTRE), FieldElement.parse(FieldElement.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"box center, center", "all, all", "'box,centre', 'box,centre'", "'', ''"})
    void otherWordsAreRefused(String words, String word) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> FieldElement.parse(words));
        assertEquals(
                "'" + word + "' is nothing to show; allowed are one or more of box centre taps shade lattice heat",
                error.getMessage());
    }
}
