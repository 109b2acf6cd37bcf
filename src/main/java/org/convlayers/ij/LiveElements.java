package org.convlayers.ij;

import ij.gui.ImageRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a live field draws beside the field itself: boxes of the layers before, areas, and the pixel that was picked. */
final class LiveElements {
    private static final Color AREA_FILL = OkabeIto.translucent(OkabeIto.SKY_BLUE, 130);
    private static final Color RIM = new Color(0, 0, 0, 170);
    private static final Color SHADE = new Color(0, 0, 0, 150);
    private static final float LINE = 2;
    private static final float RIM_LINE = 4;
    private static final float THIN_LINE = 1;
    private static final float THIN_RIM_LINE = 3;

    /** The image can still be seen below the largest weight. */
    private static final int MOST_ALPHA = 210;

    /** ImageJ's number for points of 7 pixels. */
    private static final int LARGE = 3;

    private LiveElements() {}

    /** Boxes that are not that of the field itself, each once. */
    static List<Roi> nestedBoxes(List<Rectangle2D> boxes, FieldOnImage field) {
        return boxes.stream()
                .filter(box -> !box.isEmpty() && !box.equals(field.box()))
                .distinct()
                .flatMap(box -> Stream.of(
                        rectangle("box before rim", box, RIM, THIN_RIM_LINE),
                        rectangle("box before", box, OkabeIto.ORANGE, THIN_LINE)))
                .toList();
    }

    /** Pixels of a plane, none of which overlap: with the box around them, or everything else darkened, or as they are. */
    static List<Roi> area(List<Rectangle> pixels, Rectangle image, Set<FieldElement> elements) {
        List<Roi> rois = new ArrayList<>();
        if (elements.contains(FieldElement.SHADE)) {
            Path2D outside = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            outside.append(image, false);
            pixels.forEach(pixel -> outside.append(pixel, false));
            rois.add(filled("shade", outside, SHADE));
        }
        if (pixels.isEmpty()) {
            return rois;
        }
        Path2D area = new Path2D.Double();
        pixels.forEach(pixel -> area.append(pixel, false));
        rois.add(filled("pixels", area, AREA_FILL));
        Rectangle2D box = area.getBounds2D();
        rois.add(rectangle("box rim", box, RIM, RIM_LINE));
        rois.add(rectangle("box", box, OkabeIto.YELLOW, LINE));
        return rois;
    }

    /**
     * The weights over the pixels they stand for: orange above 0, blue below, the fuller the larger.
     *
     * @param box the extent of the field
     * @param image what lies outside is not drawn
     */
    static List<Roi> weights(FieldKernel kernel, Rectangle2D box, Rectangle image) {
        Rectangle inside = box.getBounds().intersection(image);
        if (inside.isEmpty()) {
            return List.of();
        }
        BufferedImage pixels = new BufferedImage(inside.width, inside.height, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < kernel.rows(); row++) {
            for (int column = 0; column < kernel.columns(); column++) {
                int x = (int) box.getX() + column * kernel.dilationX();
                int y = (int) box.getY() + row * kernel.dilationY();
                if (inside.contains(x, y)) {
                    float share = kernel.at(row, column) / kernel.largest();
                    Color color = share < 0 ? OkabeIto.BLUE : OkabeIto.ORANGE;
                    int alpha = Math.round(MOST_ALPHA * Math.abs(share));
                    pixels.setRGB(
                            x - inside.x,
                            y - inside.y,
                            OkabeIto.translucent(color, alpha).getRGB());
                }
            }
        }
        ImageRoi roi = new ImageRoi(inside.x, inside.y, pixels);
        roi.setName("weights");
        return List.of(roi);
    }

    /** Puts weights in the place of the colour of taps, below the lines. */
    static void colourTaps(List<Roi> rois, List<Roi> weights) {
        rois.stream()
                .filter(roi -> roi.getName().endsWith(" taps"))
                .forEach(roi -> roi.setFillColor(OkabeIto.translucent(Color.BLACK, 0)));
        int below = (int) rois.stream()
                .takeWhile(roi -> !roi.getName().endsWith(" taps rim"))
                .count();
        rois.addAll(Math.min(below, rois.size()), weights);
    }

    /** A mark on the pixel that was picked. */
    static List<Roi> pixel(int x, int y) {
        PointRoi point = new PointRoi(x, y);
        point.setPointType(PointRoi.HYBRID);
        point.setSize(LARGE);
        point.setStrokeColor(OkabeIto.VERMILION);
        point.setName("pixel");
        Roi square = rectangle("pixel", new Rectangle(x, y, 1, 1), OkabeIto.YELLOW, THIN_LINE);
        return List.of(square, point);
    }

    private static Roi rectangle(String name, Rectangle2D box, Color color, float width) {
        Roi roi = new Roi(box.getX(), box.getY(), box.getWidth(), box.getHeight());
        roi.setStrokeColor(color);
        roi.setUnscalableStrokeWidth(width);
        roi.setName(name);
        return roi;
    }

    private static Roi filled(String name, Path2D shape, Color color) {
        Roi roi = new ShapeRoi(shape);
        roi.setFillColor(color);
        roi.setName(name);
        return roi;
    }
}
