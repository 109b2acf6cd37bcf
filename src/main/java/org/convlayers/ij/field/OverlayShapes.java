package org.convlayers.ij.field;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.convlayers.ij.image.OkabeIto;

/**
 * Shapes in overlays, in the one style of all fields: lines with a dark rim, so that they show on any image, and translucent
 * areas. Widths are those on the screen, whatever the zoom.
 */
final class OverlayShapes {
    /** Of pixels that are seen. */
    static final Color PIXELS = OkabeIto.translucent(OkabeIto.SKY_BLUE, 130);

    /** Of what is not. */
    static final Color SHADE = new Color(0, 0, 0, 150);

    static final Color RIM = new Color(0, 0, 0, 170);

    static final float LINE = 2;

    static final float THIN_LINE = 1;

    private static final float RIM_WIDTH = 1;

    /** ImageJ's number for points of 7 pixels. */
    static final int LARGE_POINT = 3;

    private OverlayShapes() {}

    /** A line along the border of a selection, over its rim. */
    static List<Roi> rimmed(String name, Roi shape, Color color, float width) {
        Roi rim = (Roi) shape.clone();
        return List.of(lined(name + " rim", rim, RIM, width + 2 * RIM_WIDTH), lined(name, shape, color, width));
    }

    /** A line along the border of a selection. */
    static Roi lined(String name, Roi shape, Color color, float width) {
        shape.setStrokeColor(color);
        shape.setUnscalableStrokeWidth(width);
        shape.setName(name);
        return shape;
    }

    /** A rectangle between pixels, or across them. */
    static Roi rectangle(Rectangle2D box) {
        return new Roi(box.getX(), box.getY(), box.getWidth(), box.getHeight());
    }

    /** An area in one colour. */
    static Roi filled(String name, Shape shape, Color color) {
        Roi roi = new ShapeRoi(shape);
        roi.setFillColor(color);
        roi.setName(name);
        return roi;
    }

    /** Rectangles that do not overlap as one shape. */
    static Path2D union(List<Rectangle> rectangles) {
        Path2D union = new Path2D.Double();
        rectangles.forEach(rectangle -> union.append(rectangle, false));
        return union;
    }

    /** What is left of an image without some rectangles in it that do not overlap. */
    static Path2D without(Rectangle image, List<Rectangle> rectangles) {
        Path2D rest = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        rest.append(image, false);
        rectangles.forEach(rectangle -> rest.append(rectangle, false));
        return rest;
    }
}
