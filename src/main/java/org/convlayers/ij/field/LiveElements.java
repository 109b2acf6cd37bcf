package org.convlayers.ij.field;

import ij.gui.ImageRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.convlayers.ij.image.OkabeIto;
import org.convlayers.ij.option.FieldElement;

/** What a live field draws beside the field itself: boxes of the layers before, areas, and the pixel that was picked. */
final class LiveElements {
    /** The image can still be seen below the largest weight. */
    private static final int MOST_ALPHA = 210;

    private LiveElements() {}

    /** Boxes that are not that of the field itself, each once. */
    static List<Roi> nestedBoxes(List<Rectangle2D> boxes, FieldOnImage field) {
        return boxes.stream()
                .filter(box -> !box.isEmpty() && !box.equals(field.box()))
                .distinct()
                .map(OverlayShapes::rectangle)
                .flatMap(box ->
                        OverlayShapes.rimmed("box before", box, OkabeIto.ORANGE, OverlayShapes.THIN_LINE).stream())
                .toList();
    }

    /** Pixels of a plane, none of which overlap: with the box around them, or everything else darkened, or as they are. */
    static List<Roi> area(List<Rectangle> pixels, Rectangle image, Set<FieldElement> elements) {
        List<Roi> rois = new ArrayList<>();
        if (elements.contains(FieldElement.SHADE)) {
            rois.add(OverlayShapes.filled("shade", OverlayShapes.without(image, pixels), OverlayShapes.SHADE));
        }
        if (pixels.isEmpty()) {
            return rois;
        }
        Path2D area = OverlayShapes.union(pixels);
        rois.add(OverlayShapes.filled("pixels", area, OverlayShapes.PIXELS));
        Roi box = OverlayShapes.rectangle(area.getBounds2D());
        rois.addAll(OverlayShapes.rimmed("box", box, OkabeIto.YELLOW, OverlayShapes.LINE));
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
        point.setSize(OverlayShapes.LARGE_POINT);
        point.setStrokeColor(OkabeIto.VERMILION);
        point.setName("pixel");
        Roi square = OverlayShapes.lined("pixel", new Roi(x, y, 1, 1), OkabeIto.YELLOW, OverlayShapes.THIN_LINE);
        return List.of(square, point);
    }
}
