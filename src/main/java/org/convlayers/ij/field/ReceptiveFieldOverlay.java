package org.convlayers.ij.field;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.convlayers.ij.image.OkabeIto;
import org.convlayers.ij.option.FieldElement;

/**
 * Draws receptive fields as elements of an overlay.
 *
 * <p>Our elements are known by the first word of their name, so that the next call replaces them and nobody else's. Colours
 * are of Okabe and Ito's palette, which the colour-blind can tell apart; lines have a dark rim, so that they show on any
 * image.
 */
final class ReceptiveFieldOverlay {
    /** How the names of our elements begin. */
    static final String PREFIX = "ConvLayers field ";

    private static final Color PURPLE_FILL = OkabeIto.translucent(OkabeIto.PURPLE, 90);

    /** Wide enough to be seen along the border of the image, where half of it is cut off. */
    private static final float DASHED_LINE = 4;

    private static final float[] DASHES = {8, 6};

    /** ImageJ's number for points of 3 pixels. */
    private static final int SMALL_POINT = 1;

    /** Between the marks of neighbouring pixels so much of each is left free at each side, and single ones can be counted. */
    private static final double TAP_INSET = 0.07;

    private static final double TAP_RIM = 0.05;

    /** Fields of more pixels than this are drawn without gaps between them, which take their time and cannot be seen. */
    private static final int COUNTABLE_PIXELS = 4096;

    /** Texts have this size on the screen. */
    private static final double TEXT_SIZE = 12;

    /** To the left and to the right of a text on the screen. */
    private static final double TEXT_MARGIN = 2;

    /** Dark enough for white letters. */
    private static final double SHARE_SHADE = 0.5;

    private final FieldOnImage field;
    private final AffineTransform toCanvas;
    private final double zoom;

    private ReceptiveFieldOverlay(FieldOnImage field, AffineTransform toCanvas, double zoom) {
        this.field = field;
        this.toCanvas = toCanvas;
        this.zoom = zoom;
    }

    /**
     * Shows a field on its source image, in place of the one shown before. Other elements of the overlay stay as they are.
     *
     * @param located the field, and the Z and T to show it at; that of a 3-D network lies on each slice it reaches
     * @param before boxes of the layers before, which are drawn over it
     */
    static void show(LocatedField located, List<Rectangle2D> before, Set<FieldElement> elements) {
        ImagePlus source = located.source();
        FieldOnImage field = located.field();
        Overlay overlay = source.getOverlay() == null ? new Overlay() : source.getOverlay();
        removeFrom(overlay);
        for (int plane = 0; plane < field.planes(); plane++) {
            int z = field.planes() > 1 ? plane + 1 : located.slice();
            List<Roi> rois = draw(field, plane, elements, new AffineTransform(), zoom(source));
            if (field.box(plane).isPresent()) {
                LiveElements.nestedBoxes(before, field).forEach(roi -> rois.add(named(roi.getName(), roi)));
            }
            for (Roi roi : rois) {
                setPosition(roi, source, z, located.frame());
                overlay.add(roi);
            }
        }
        source.setOverlay(overlay);
    }

    /** How much the window of an image enlarges it. */
    static double zoom(ImagePlus image) {
        return image.getCanvas() == null ? 1 : image.getCanvas().getMagnification();
    }

    /** ImageJ reads positions of hyperstacks and of plain stacks from different places. */
    static void setPosition(Roi roi, ImagePlus image, int slice, int frame) {
        if (image.isHyperStack() || image.getNChannels() > 1) {
            roi.setPosition(0, slice, frame);
        } else if (image.getStackSize() > 1) {
            roi.setPosition(image.getStackIndex(1, slice, frame));
        }
    }

    /** Removes our elements. */
    static void removeFrom(Overlay overlay) {
        for (int i = overlay.size() - 1; i >= 0; i--) {
            String name = overlay.get(i).getName();
            if ((name != null && name.startsWith(PREFIX)) || FieldHeat.is(overlay.get(i))) {
                overlay.remove(i);
            }
        }
    }

    /**
     * The elements for one plane, the lowest first.
     *
     * @param plane the plane of the image, from 0
     * @param toCanvas from coordinates of the image to those of what is drawn on: a scale and a shift
     * @param zoom how much the window enlarges what is drawn on
     */
    static List<Roi> draw(
            FieldOnImage field, int plane, Set<FieldElement> elements, AffineTransform toCanvas, double zoom) {
        ReceptiveFieldOverlay drawing = new ReceptiveFieldOverlay(field, toCanvas, zoom);
        List<Roi> rois = new ArrayList<>();
        List<Rectangle> pixels = field.pixels(plane);
        if (elements.contains(FieldElement.SHADE)) {
            rois.add(drawing.filled("shade", OverlayShapes.without(field.image(), pixels), OverlayShapes.SHADE));
        }
        if (elements.contains(FieldElement.HEAT) && field.sees(plane)) {
            rois.add(named("heat", FieldHeat.draw(field.counts(), plane, field.row(), toCanvas)));
        }
        if (elements.contains(FieldElement.TAPS) && !pixels.isEmpty()) {
            rois.addAll(drawing.taps(pixels));
        }
        if (elements.contains(FieldElement.BOX)) {
            field.box(plane).ifPresent(box -> rois.addAll(drawing.box(box)));
        }
        if (plane == field.centrePlane()) {
            if (elements.contains(FieldElement.LATTICE)) {
                rois.add(drawing.points("lattice", field.lattice(), PointRoi.DOT, SMALL_POINT, Color.WHITE));
            }
            if (elements.contains(FieldElement.CENTRE)) {
                rois.add(drawing.points(
                        "centre",
                        List.of(field.centre()),
                        PointRoi.HYBRID,
                        OverlayShapes.LARGE_POINT,
                        OkabeIto.VERMILION));
            }
        }
        return rois;
    }

    private List<Roi> taps(List<Rectangle> pixels) {
        long count =
                pixels.stream().mapToLong(box -> (long) box.width * box.height).sum();
        if (count > COUNTABLE_PIXELS) {
            return List.of(filled("taps", OverlayShapes.union(pixels), OverlayShapes.PIXELS));
        }
        Path2D taps = new Path2D.Double();
        // An area, not a line, which would cover the whole pixel as long as the image is not enlarged.
        Path2D rims = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (Rectangle box : pixels) {
            for (int y = box.y; y < box.y + box.height; y++) {
                for (int x = box.x; x < box.x + box.width; x++) {
                    taps.append(inset(x, y, TAP_INSET), false);
                    rims.append(inset(x, y, TAP_INSET), false);
                    rims.append(inset(x, y, TAP_INSET + TAP_RIM), false);
                }
            }
        }
        return List.of(filled("taps rim", rims, OverlayShapes.RIM), filled("taps", taps, OverlayShapes.PIXELS));
    }

    private static Rectangle2D inset(int x, int y, double inset) {
        return new Rectangle2D.Double(x + inset, y + inset, 1 - 2 * inset, 1 - 2 * inset);
    }

    /** The box with its rim, and over it the part in the padding. */
    private List<Roi> box(Rectangle2D box) {
        Roi onCanvas =
                OverlayShapes.rectangle(toCanvas.createTransformedShape(box).getBounds2D());
        List<Roi> rois =
                new ArrayList<>(OverlayShapes.rimmed(PREFIX + "box", onCanvas, OkabeIto.YELLOW, OverlayShapes.LINE));
        if (!field.image().contains(box)) {
            Area padding = new Area(box);
            padding.subtract(new Area(field.image()));
            Roi roi = filled("padding", padding, PURPLE_FILL);
            roi.setStrokeColor(OkabeIto.PURPLE);
            roi.setUnscalableStrokeWidth(DASHED_LINE);
            roi.setStroke(new BasicStroke(DASHED_LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0));
            rois.add(roi);
            paddingShare(box).ifPresent(rois::add);
        }
        return rois;
    }

    /**
     * How much of the field lies in the padding, beside the part of the box that can be seen, or on it if there is no room;
     * empty if it would hide most of the image.
     */
    private Optional<Roi> paddingShare(Rectangle2D box) {
        Rectangle2D image = toCanvas.createTransformedShape(field.image()).getBounds2D();
        Rectangle2D onCanvas = toCanvas.createTransformedShape(box).getBounds2D();
        double left = within(onCanvas.getMinX(), image.getMinX(), image.getMaxX());
        double right = within(onCanvas.getMaxX(), image.getMinX(), image.getMaxX());
        double top = within(onCanvas.getMinY(), image.getMinY(), image.getMaxY());
        double bottom = within(onCanvas.getMaxY(), image.getMinY(), image.getMaxY());
        boolean below = (top + bottom) / 2 < image.getCenterY();
        boolean leftHalf = (left + right) / 2 < image.getCenterX();
        String share = String.format(Locale.ROOT, "%.0f %% in padding", 100 * field.paddedShare());
        // ImageJ scales texts with the image, by whole sizes.
        int size = (int) Math.max(1, Math.round(TEXT_SIZE / zoom));
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
        Rectangle2D.Double room = room(share, font);
        if (room.width > image.getWidth() / 2 || room.height > image.getHeight() / 2) {
            return Optional.empty();
        }
        TextRoi text = new TextRoi(0.0, 0.0, share, font);
        text.setJustification(TextRoi.CENTER);
        text.setBounds(room);
        text.setLocation(
                within(leftHalf ? left : right - room.width, image.getMinX(), image.getMaxX() - room.width),
                within(below ? bottom : top - room.height, image.getMinY(), image.getMaxY() - room.height));
        text.setStrokeColor(Color.WHITE);
        text.setFillColor(OkabeIto.shade(OkabeIto.PURPLE, SHARE_SHADE));
        return Optional.of(named("padding share", text));
    }

    /** What a text takes as it is drawn on the screen: ImageJ measures the small font, whose letters have whole widths. */
    private Rectangle2D.Double room(String text, Font font) {
        Rectangle2D drawn = font.deriveFont((float) (font.getSize() * zoom))
                .getStringBounds(text, new FontRenderContext(null, true, false));
        return new Rectangle2D.Double(
                0, 0, (drawn.getWidth() + 2 * TEXT_MARGIN) / zoom, Math.ceil(drawn.getHeight()) / zoom);
    }

    /** The nearest place between two; the first one if the other lies before it. */
    private static double within(double place, double first, double last) {
        return Math.max(first, Math.min(place, last));
    }

    private Roi filled(String name, Shape shape, Color color) {
        return OverlayShapes.filled(PREFIX + name, toCanvas.createTransformedShape(shape), color);
    }

    /** The coordinates of ImageJ's points, unlike those of areas, are whole numbers in the middles of pixels. */
    private Roi points(String name, List<Point2D> points, int type, int size, Color color) {
        float[] x = new float[points.size()];
        float[] y = new float[points.size()];
        for (int i = 0; i < x.length; i++) {
            Point2D onCanvas = toCanvas.transform(points.get(i), null);
            x[i] = (float) onCanvas.getX() - 0.5f;
            y[i] = (float) onCanvas.getY() - 0.5f;
        }
        PointRoi roi = new PointRoi(x, y);
        roi.setPointType(type);
        roi.setSize(size);
        roi.setStrokeColor(color);
        return named(name, roi);
    }

    private static Roi named(String name, Roi roi) {
        roi.setName(PREFIX + name);
        return roi;
    }
}
