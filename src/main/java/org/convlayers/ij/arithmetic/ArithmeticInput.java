package org.convlayers.ij.arithmetic;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import org.convlayers.arithmetic.Cell;
import org.convlayers.arithmetic.Frame.ChannelSum;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;
import org.convlayers.ij.arithmetic.ArithmeticPen.Place;
import org.convlayers.ij.image.OkabeIto;

/**
 * An input channel in a frame: its cells, and over them the window.
 *
 * @param layer the layer that takes it
 * @param grid where its cells are
 * @param pen draws
 */
record ArithmeticInput(LayerArithmetic layer, CellGrid grid, ArithmeticPen pen) {
    private static final Color CHIP = OkabeIto.tint(OkabeIto.ORANGE, 0.6);

    /** Over a channel of another group. */
    private static final Color VEIL = new Color(255, 255, 255, 170);

    private static final double CHIP_HEIGHT = 14;
    private static final double INSET = 6;
    private static final double RING = 3;

    /** Draws all cells of a channel. */
    void drawCells(int channel) {
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                drawCell(channel, row, column, grid.cell(row, column));
            }
        }
    }

    /** Draws the channel back, because the output pixel does not see it. */
    void fade() {
        pen.fill(ArithmeticPen.inset(grid.box(), -1), VEIL);
    }

    private void drawCell(int channel, int row, int column, Rectangle2D cell) {
        CellStyle style = CellStyle.of(layer.kind(row, column));
        style.draw(pen, cell);
        if (!layer.rows().isSeen(row) || !layer.columns().isSeen(column)) {
            pen.hatch(cell, ArithmeticPen.PALE);
        }
        pen.text(
                NumberText.of(layer.value(channel, row, column)),
                ArithmeticPen.VALUE,
                style.text(),
                cell,
                Place.CENTRE);
        drawSource(row, column, cell, CellStyle.SOURCE);
    }

    /** In padding that stands for a pixel of the input: which. */
    private void drawSource(int row, int column, Rectangle2D cell, Color color) {
        if (layer.kind(row, column) == Cell.Kind.FOLDED) {
            int y = layer.rows().cells().get(row).source().orElseThrow();
            int x = layer.columns().cells().get(column).source().orElseThrow();
            pen.text(y + "," + x, ArithmeticPen.SMALL, color, ArithmeticPen.inset(cell, INSET), Place.TOP_LEFT);
        }
    }

    /** The cells that the window meets, each with its weight. */
    void drawWindow(ChannelSum sum) {
        for (Tap tap : sum.taps()) {
            drawMet(tap, grid.cell(tap.row(), tap.column()));
        }
        for (Tap tap : sum.taps()) {
            drawRepeated(tap);
        }
        Tap first = sum.taps().get(0);
        Tap last = sum.taps().get(sum.taps().size() - 1);
        Rectangle2D window = grid.cells(
                first.row(), first.column(), last.row() - first.row() + 1, last.column() - first.column() + 1);
        pen.outline(window, CellStyle.WINDOW, ArithmeticPen.THICK);
        for (Tap tap : sum.taps()) {
            drawChip(NumberText.of(tap.weight()), grid.cell(tap.row(), tap.column()));
        }
    }

    /** Around the pixel that padding in the window stands for. */
    private void drawRepeated(Tap tap) {
        if (layer.kind(tap.row(), tap.column()) == Cell.Kind.FOLDED) {
            int row = layer.rows()
                    .cellOf(layer.rows().cells().get(tap.row()).source().orElseThrow());
            int column = layer.columns()
                    .cellOf(layer.columns().cells().get(tap.column()).source().orElseThrow());
            pen.outline(ArithmeticPen.inset(grid.cell(row, column), RING), OkabeIto.PURPLE, ArithmeticPen.THICK);
        }
    }

    private void drawMet(Tap tap, Rectangle2D cell) {
        CellStyle style = CellStyle.of(layer.kind(tap.row(), tap.column()));
        style.drawMet(pen, cell);
        pen.text(NumberText.of(tap.value()), ArithmeticPen.STRONG, style.text(), cell, Place.CENTRE);
        drawSource(tap.row(), tap.column(), cell, ArithmeticPen.INK);
    }

    private void drawChip(String weight, Rectangle2D cell) {
        double width = ArithmeticPen.width(weight, ArithmeticPen.SMALL) + 6;
        Rectangle2D box = new Rectangle2D.Double(
                cell.getMaxX() - width - 2, cell.getMaxY() - CHIP_HEIGHT - 2, width, CHIP_HEIGHT);
        pen.fill(ArithmeticPen.chip(box), CHIP);
        pen.text(weight, ArithmeticPen.SMALL, ArithmeticPen.INK, box, Place.CENTRE);
    }
}
