package org.convlayers.ij.arithmetic;

import java.awt.geom.Rectangle2D;

/**
 * Where the cells of a map are drawn.
 *
 * @param x the left border
 * @param y the upper border
 * @param cellWidth the width of a cell
 * @param cellHeight the height of a cell
 * @param rows the number of rows
 * @param columns the number of columns
 */
record CellGrid(double x, double y, double cellWidth, double cellHeight, int rows, int columns) {
    /** A cell. */
    Rectangle2D cell(int row, int column) {
        return cells(row, column, 1, 1);
    }

    /** Neighbouring cells. */
    Rectangle2D cells(int row, int column, int height, int width) {
        return new Rectangle2D.Double(
                x + column * cellWidth, y + row * cellHeight, width * cellWidth, height * cellHeight);
    }

    /** All cells. */
    Rectangle2D box() {
        return cells(0, 0, rows, columns);
    }

    /** The same at another place. */
    CellGrid at(double newX, double newY) {
        return new CellGrid(newX, newY, cellWidth, cellHeight, rows, columns);
    }

    double width() {
        return columns * cellWidth;
    }

    double height() {
        return rows * cellHeight;
    }
}
