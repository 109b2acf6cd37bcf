package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.convlayers.layer.Rearrangement.Along;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;

class RearrangementTest {
    private static final FeatureShape MAPS = FeatureShape.of(2, 3, 4);

    private static String fault(FeatureShape output, List<Integer> sizes, List<Integer> strides, int offset) {
        return assertThrows(ShapeException.class, () -> new Rearrangement(MAPS, output, sizes, strides, offset))
                .getMessage();
    }

    /** The middle of each map: rows 1 to 2, columns 1 to 2. */
    @Test
    void cutOutPartsKeepPixelsApart() {
        Rearrangement middle =
                new Rearrangement(MAPS, FeatureShape.of(2, 2, 2), List.of(2, 2, 2), List.of(12, 4, 1), 5);
        assertEquals(Optional.of(List.of(new Along(0, 0), new Along(1, 1), new Along(1, 1))), middle.alongAxes());
        assertEquals(FeatureShape.of(2, 2, 2), middle.outputShape(List.of(MAPS)));
    }

    @Test
    void everySecondColumnOfTheSecondChannelKeepsPixelsApart() {
        Rearrangement second = new Rearrangement(MAPS, FeatureShape.of(1, 3, 2), List.of(3, 2), List.of(4, 2), 13);
        assertEquals(Optional.of(List.of(new Along(0, 0), new Along(0, 1), new Along(1, 2))), second.alongAxes());
    }

    /** Rows and columns exchanged; all values in one row; a part that goes on in the next row. */
    @Test
    void mixedAxesAreTold() {
        assertEquals(
                Optional.empty(),
                new Rearrangement(MAPS, FeatureShape.of(2, 4, 3), List.of(2, 4, 3), List.of(12, 1, 4), 0).alongAxes());
        assertEquals(
                Optional.empty(),
                new Rearrangement(MAPS, FeatureShape.of(1, 1, 24), List.of(24), List.of(1), 0).alongAxes());
        assertEquals(
                Optional.empty(),
                new Rearrangement(MAPS, FeatureShape.of(2, 2, 3), List.of(2, 2, 3), List.of(12, 4, 1), 2).alongAxes());
    }

    @Test
    void valuesOutsideOfTheInputAreRefused() {
        FeatureShape row = FeatureShape.of(1, 1, 3);
        assertEquals(
                "sizes [3] with strides [12] from 0 reach beyond the 24 values of 2x3x4",
                fault(row, List.of(3), List.of(12), 0));
        assertEquals(
                "sizes [3] with strides [-1] from 1 reach beyond the 24 values of 2x3x4",
                fault(row, List.of(3), List.of(-1), 1));
        assertEquals(
                "sizes [3, 3] with strides [" + Integer.MAX_VALUE + ", " + Integer.MAX_VALUE
                        + "] from 0 reach beyond the 24 values of 2x3x4",
                fault(FeatureShape.of(1, 3, 3), List.of(3, 3), List.of(Integer.MAX_VALUE, Integer.MAX_VALUE), 0));
        assertEquals("sizes [2] do not give the 3 values of 1x1x3", fault(row, List.of(2), List.of(1), 0));
        assertEquals(
                "mismatch in length of strides and shape: [1, 1] and [3]", fault(row, List.of(3), List.of(1, 1), 0));
    }

    @Test
    void anotherInputIsRefused() {
        Rearrangement all = new Rearrangement(MAPS, FeatureShape.of(24), List.of(24), List.of(1), 0);
        assertEquals(
                "a rearrangement of 2x3x4 does not take 2x4x3",
                assertThrows(ShapeException.class, () -> all.outputShape(List.of(FeatureShape.of(2, 4, 3))))
                        .getMessage());
    }
}
