package org.convlayers.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.convlayers.shape.AxisRanges.Range;
import org.junit.jupiter.api.Test;

class BoxTest {
    private static final Box BOX = new Box(new Range(0, 0), new Range(3, 12), new Range(5, 6));

    private static List<Range> heights(int parts, int block) {
        return BOX.cut(1, parts, block).stream().map(Box::height).toList();
    }

    @Test
    void partsAreEven() {
        assertEquals(List.of(new Range(3, 7), new Range(8, 12)), heights(2, 1));
        assertEquals(List.of(new Range(3, 6), new Range(7, 10), new Range(11, 12)), heights(3, 1));
    }

    @Test
    void partsEndWhereBlocksDo() {
        assertEquals(List.of(new Range(3, 7), new Range(8, 12)), heights(2, 4));
        assertEquals(List.of(new Range(3, 11), new Range(12, 12)), heights(3, 12));
    }

    @Test
    void thereAreNoMorePartsThanPixels() {
        assertEquals(
                List.of(
                        new Box(BOX.depth(), BOX.height(), new Range(5, 5)),
                        new Box(BOX.depth(), BOX.height(), new Range(6, 6))),
                BOX.cut(2, 7, 1));
    }

    @Test
    void theWholeAxisIsOnePart() {
        assertEquals(List.of(BOX), BOX.cut(0, 2, 1));
        assertEquals(List.of(BOX), BOX.cut(1, 1, 1));
    }

    @Test
    void anAxisAndTheColumnsAreExchanged() {
        assertEquals(new Box(BOX.width(), BOX.height(), BOX.depth()), BOX.exchanged(0));
        assertEquals(new Box(BOX.depth(), BOX.width(), BOX.height()), BOX.exchanged(1));
        assertThrows(IllegalArgumentException.class, () -> BOX.exchanged(2));
    }

    @Test
    void axesAreCountedFromTheOutermost() {
        assertEquals(List.of(BOX.depth(), BOX.height(), BOX.width()), List.of(BOX.axis(0), BOX.axis(1), BOX.axis(2)));
        assertEquals(BOX.toList(), PerAxis.of(BOX::axis).toList());
        assertThrows(IllegalArgumentException.class, () -> BOX.axis(3));
        assertEquals(Extent.of(1, 10, 2), BOX.size());
    }
}
