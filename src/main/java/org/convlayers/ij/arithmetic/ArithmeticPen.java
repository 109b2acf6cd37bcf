package org.convlayers.ij.arithmetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Draws cells and text of pictures of convolution arithmetic, in units of a pixel at scale 1; sharp at any scale. */
final class ArithmeticPen implements AutoCloseable {
    static final Font VALUE = new Font(Font.SANS_SERIF, Font.PLAIN, 17);
    static final Font STRONG = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font EQUATION = new Font(Font.SANS_SERIF, Font.BOLD, 19);
    static final Font SIGN = new Font(Font.SANS_SERIF, Font.PLAIN, 22);
    static final Font CODE = new Font(Font.MONOSPACED, Font.BOLD, 15);

    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color GREY = new Color(0x70, 0x70, 0x70);
    static final Color PALE = new Color(0xb0, 0xb0, 0xb0);

    static final Stroke THIN = new BasicStroke(1);
    static final Stroke THICK = new BasicStroke(3);
    static final Stroke DASHED = dashes(5, 3);
    static final Stroke DOTTED = dashes(1, 3);

    /** Widths that grow with the scale as all else does. */
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private static final double HATCH_STEP = 8;
    private static final double CORNER = 6;

    private final Graphics2D graphics;

    /** Draws on a picture; the pen is closed when it is done. */
    ArithmeticPen(BufferedImage picture, double scale) {
        graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        graphics.scale(scale, scale);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    }

    /**
     * Makes sure that text can be drawn, which a machine without a desktop may not be made for.
     *
     * @throws IOException if it cannot
     */
    static void requireFonts() throws IOException {
        try {
            width("0", VALUE);
        } catch (InternalError | LinkageError e) {
            throw new IOException(
                    "Java finds no fonts to write numbers with; install fontconfig and a font, such as fonts-dejavu-core of"
                            + " Debian",
                    e);
        }
    }

    private static Stroke dashes(float on, float off) {
        return new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {on, off}, 0);
    }

    /** Numbers and formulas with a true minus. */
    static String typeset(String text) {
        return text.replace('-', '\u2212');
    }

    /** How wide text is, with a true minus. */
    static double width(String text, Font font) {
        return font.getStringBounds(typeset(text), METRICS).getWidth();
    }

    /** Where text may stand in a box. */
    enum Place {
        CENTRE,
        LEFT,
        RIGHT,
        TOP_LEFT,
        TOP
    }

    /** Writes text into a box, which it does not fill to its borders. */
    void text(String text, Font font, Color color, Rectangle2D box, Place place) {
        String typeset = typeset(text);
        graphics.setFont(font);
        graphics.setColor(color);
        FontMetrics metrics = graphics.getFontMetrics();
        double width = width(text, font);
        double left = switch (place) {
            case LEFT, TOP_LEFT -> box.getX();
            case RIGHT -> box.getMaxX() - width;
            case CENTRE, TOP -> box.getCenterX() - width / 2;
        };
        // Digits have no descenders: they are centred by their height alone.
        double height = metrics.getAscent() * 0.76;
        double base = switch (place) {
            case TOP, TOP_LEFT -> box.getY() + height;
            case CENTRE, LEFT, RIGHT -> box.getCenterY() + height / 2;
        };
        graphics.drawString(typeset, (float) left, (float) base);
    }

    /** Writes code, in which a hyphen stays one. */
    void code(String text, double x, double base) {
        graphics.setFont(CODE);
        graphics.setColor(INK);
        graphics.drawString(text, (float) x, (float) base);
    }

    /** Writes code that ends at a place. */
    void codeAtRight(String text, double right, double base) {
        code(text, right - codeWidth(text), base);
    }

    /** How wide code is. */
    static double codeWidth(String text) {
        return CODE.getStringBounds(text, METRICS).getWidth();
    }

    /** Draws all that follows further to the right and below. */
    void move(double right, double down) {
        graphics.translate(right, down);
    }

    void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    void outline(Shape shape, Color color, Stroke stroke) {
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.draw(shape);
    }

    /** Thin oblique lines over a cell. */
    void hatch(Rectangle2D cell, Color color) {
        Shape before = graphics.getClip();
        graphics.clip(cell);
        for (double offset = -cell.getHeight(); offset < cell.getWidth(); offset += HATCH_STEP) {
            outline(
                    new Line2D.Double(
                            cell.getX() + offset, cell.getMaxY(), cell.getX() + offset + cell.getHeight(), cell.getY()),
                    color,
                    THIN);
        }
        graphics.setClip(before);
    }

    /** A box drawn in at all sides. */
    static Rectangle2D inset(Rectangle2D box, double by) {
        return new Rectangle2D.Double(
                box.getX() + by, box.getY() + by, box.getWidth() - 2 * by, box.getHeight() - 2 * by);
    }

    /** A rounded box. */
    static Shape chip(Rectangle2D box) {
        return new RoundRectangle2D.Double(box.getX(), box.getY(), box.getWidth(), box.getHeight(), CORNER, CORNER);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
