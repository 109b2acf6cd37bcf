package org.convlayers.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeModeTest {
    /** A map of three pixels, padded by two: which pixel stands at -2 to 4. */
    @ParameterizedTest
    @CsvSource({
        "reflect, 2 1 0 1 2 1 0",
        "replicate, 0 0 0 1 2 2 2",
        "circular, 1 2 0 1 2 0 1",
        "mirror, 1 0 0 1 2 2 1",
        "zeros, -1 -1 0 1 2 -1 -1",
        "constant(7), -1 -1 0 1 2 -1 -1"
    })
    void foldsBackAsNamed(String mode, String expected) {
        EdgeMode edges = EdgeMode.parse(mode);
        String folded = IntStream.rangeClosed(-2, 4)
                .map(index -> edges.fold(index, 3))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
        assertEquals(expected, folded);
    }

    @Test
    void reflectNeedsLessPaddingThanPixels() {
        EdgeMode.REFLECT.requireFits(2, 3);
        assertThrows(ShapeException.class, () -> EdgeMode.REFLECT.requireFits(3, 3));
        EdgeMode.CIRCULAR.requireFits(3, 3);
        assertThrows(ShapeException.class, () -> EdgeMode.CIRCULAR.requireFits(4, 3));
        EdgeMode.REPLICATE.requireFits(400, 3);
    }

    @Test
    void unknownModesAreRejectedWithWhatIsAllowed() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> EdgeMode.parse("periodic"));
        assertEquals(
                "'periodic' is not an edge mode; allowed are zeros, reflect, replicate, circular, mirror, constant(v)",
                error.getMessage());
    }
}
