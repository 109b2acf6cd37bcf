package org.convlayers.ij.arithmetic;

import java.awt.Color;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import org.convlayers.arithmetic.Cell;
import org.convlayers.ij.image.OkabeIto;

/**
 * How a cell of an input is drawn, by what stands in it. What is not a pixel of the input has a broken border.
 *
 * @param fill its colour
 * @param met its colour where a tap of the window meets it
 * @param line the colour of its border
 * @param stroke the border
 * @param inset how far the border lies inside the cell
 * @param text the colour of its number
 */
record CellStyle(Color fill, Color met, Color line, Stroke stroke, double inset, Color text) {
    /** The border of the window. */
    static final Color WINDOW = OkabeIto.BLUE;

    /** Names of source pixels in padding that stands for them. */
    static final Color SOURCE = OkabeIto.shade(OkabeIto.PURPLE, 0.6);

    private static final double BROKEN_INSET = 2.5;

    private static final CellStyle INPUT = new CellStyle(
            OkabeIto.tint(OkabeIto.SKY_BLUE, 0.25),
            OkabeIto.tint(OkabeIto.SKY_BLUE, 0.85),
            OkabeIto.tint(OkabeIto.BLUE, 0.35),
            ArithmeticPen.THIN,
            0,
            ArithmeticPen.INK);
    private static final CellStyle FOLDED = new CellStyle(
            OkabeIto.tint(OkabeIto.PURPLE, 0.25),
            OkabeIto.tint(OkabeIto.PURPLE, 0.8),
            SOURCE,
            ArithmeticPen.DASHED,
            BROKEN_INSET,
            ArithmeticPen.INK);
    private static final CellStyle STRETCHED = new CellStyle(
            new Color(0xf3, 0xf3, 0xf3),
            OkabeIto.tint(OkabeIto.SKY_BLUE, 0.25),
            ArithmeticPen.GREY,
            ArithmeticPen.DOTTED,
            BROKEN_INSET,
            ArithmeticPen.GREY);
    private static final CellStyle CONSTANT = new CellStyle(
            Color.WHITE,
            OkabeIto.tint(OkabeIto.SKY_BLUE, 0.25),
            ArithmeticPen.GREY,
            ArithmeticPen.DASHED,
            BROKEN_INSET,
            ArithmeticPen.GREY);

    static CellStyle of(Cell.Kind kind) {
        return switch (kind) {
            case INPUT -> INPUT;
            case FOLDED -> FOLDED;
            case STRETCHED -> STRETCHED;
            case CONSTANT -> CONSTANT;
        };
    }

    /** Draws a cell without its number. */
    void draw(ArithmeticPen pen, Rectangle2D cell) {
        draw(pen, cell, fill);
    }

    /** Draws a cell that the window meets, without its number. */
    void drawMet(ArithmeticPen pen, Rectangle2D cell) {
        pen.fill(cell, Color.WHITE);
        draw(pen, cell, met);
    }

    private void draw(ArithmeticPen pen, Rectangle2D cell, Color background) {
        Rectangle2D inner = ArithmeticPen.inset(cell, inset);
        pen.fill(inner, background);
        pen.outline(inner, line, stroke);
    }
}
