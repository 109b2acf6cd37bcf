package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidePanelTest {
    private static final Dimension SIZE = new Dimension(100, 80);
    private static final Rectangle IMAGE = new Rectangle(50, 50, 100, 100);

    @Test
    void panelLiesBesideItsImage() {
        assertEquals(Optional.of(new Point(156, 50)), free(List.of(IMAGE), new Rectangle(0, 0, 400, 400)));
    }

    @Test
    void nextPanelLiesBelowTheFirst() {
        Rectangle first = new Rectangle(156, 50, 100, 80);
        List<Rectangle> both = List.of(IMAGE, first);
        assertEquals(Optional.of(new Point(50, 156)), free(both, new Rectangle(0, 0, 270, 240)));
        assertEquals(Optional.of(new Point(156, 136)), free(both, new Rectangle(0, 0, 270, 220)));
    }

    @Test
    void thereMayBeNoPlace() {
        assertEquals(Optional.empty(), free(List.of(IMAGE), new Rectangle(0, 0, 200, 200)));
    }

    private static Optional<Point> free(List<Rectangle> windows, Rectangle screen) {
        return SidePanel.free(SIZE, windows, windows, screen);
    }
}
