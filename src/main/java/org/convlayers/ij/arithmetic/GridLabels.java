package org.convlayers.ij.arithmetic;

import java.awt.geom.Rectangle2D;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.convlayers.ij.arithmetic.ArithmeticPen.Place;

/**
 * What stands around a map: its name, and the numbers of its rows and columns.
 *
 * @param grid where its cells are
 * @param pen draws
 */
record GridLabels(CellGrid grid, ArithmeticPen pen) {
    private static final double DISTANCE = 6;

    /**
     * Writes the name.
     *
     * @param above the room that is left free between the name and the map
     */
    void caption(String text, double above) {
        Rectangle2D box = new Rectangle2D.Double(
                grid.x(), grid.y() - above - ArithmeticLayout.CAPTION, grid.width(), ArithmeticLayout.CAPTION);
        pen.text(text, ArithmeticPen.CAPTION, ArithmeticPen.INK, box, Place.LEFT);
    }

    /** Writes the numbers of the rows and columns that have one. */
    void numbers(IntFunction<OptionalInt> rows, IntFunction<OptionalInt> columns) {
        double room = ArithmeticLayout.NUMBERS;
        for (int row = 0; row < grid.rows(); row++) {
            Rectangle2D cell = grid.cell(row, 0);
            number(
                    rows.apply(row),
                    new Rectangle2D.Double(cell.getX() - room, cell.getY(), room - DISTANCE, cell.getHeight()),
                    Place.RIGHT);
        }
        for (int column = 0; column < grid.columns(); column++) {
            Rectangle2D cell = grid.cell(0, column);
            number(
                    columns.apply(column),
                    new Rectangle2D.Double(cell.getX(), cell.getY() - room, cell.getWidth(), room),
                    Place.CENTRE);
        }
    }

    private void number(OptionalInt number, Rectangle2D box, Place place) {
        number.ifPresent(
                value -> pen.text(Integer.toString(value), ArithmeticPen.SMALL, ArithmeticPen.GREY, box, place));
    }
}
