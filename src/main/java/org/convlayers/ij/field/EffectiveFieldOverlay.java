package org.convlayers.ij.field;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.convlayers.gradient.EffectiveField;
import org.convlayers.ij.image.OkabeIto;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.receptive.PixelSet;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * Draws an effective field as a heat map on its image, under the box of the whole field, with the circle that holds 95 % of the
 * weight.
 *
 * <p>The colour is that of the square root of a pixel's weight, so that the tails can be seen; pixels without weight are left
 * free. Our elements replace those of the receptive field, and are replaced by them.
 */
final class EffectiveFieldOverlay {
    private final FieldOnImage field;
    private final EffectiveField effective;
    private final double opacity;
    private final AffineTransform toCanvas;
    private final double[] weights;
    private final double largest;

    private EffectiveFieldOverlay(
            FieldOnImage field, EffectiveField effective, double opacity, AffineTransform toCanvas) {
        this.field = field;
        this.effective = effective;
        this.opacity = opacity;
        this.toCanvas = toCanvas;
        weights = effective.weights();
        largest = Arrays.stream(weights).max().orElseThrow();
    }

    /** Shows an effective field in place of what was shown before; other elements of the overlay stay as they are. */
    static void show(LocatedField located, EffectiveField effective, double opacity) {
        ImagePlus source = located.source();
        Overlay overlay = source.getOverlay() == null ? new Overlay() : source.getOverlay();
        ReceptiveFieldOverlay.removeFrom(overlay);
        FieldOnImage field = located.field();
        for (int plane = 0; plane < field.planes(); plane++) {
            int z = field.planes() > 1 ? plane + 1 : located.slice();
            double zoom = ReceptiveFieldOverlay.zoom(source);
            for (Roi roi : draw(field, effective, opacity, plane, new AffineTransform(), zoom)) {
                ReceptiveFieldOverlay.setPosition(roi, source, z, located.frame());
                overlay.add(roi);
            }
        }
        source.setOverlay(overlay);
    }

    /**
     * The elements for one plane, the lowest first.
     *
     * @param opacity of the heat map, 0 to 1
     * @param plane the plane of the image, from 0
     * @param toCanvas from coordinates of the image to those of what is drawn on: a whole factor and a shift
     * @param zoom how much that will be enlarged on the screen
     */
    static List<Roi> draw(
            FieldOnImage field,
            EffectiveField effective,
            double opacity,
            int plane,
            AffineTransform toCanvas,
            double zoom) {
        EffectiveFieldOverlay drawing = new EffectiveFieldOverlay(field, effective, opacity, toCanvas);
        List<Roi> rois = new ArrayList<>(drawing.heat(plane));
        rois.addAll(ReceptiveFieldOverlay.draw(
                field, plane, EnumSet.of(FieldElement.BOX, FieldElement.CENTRE), toCanvas, zoom));
        rois.addAll(drawing.circle(plane));
        return rois;
    }

    /** The heat map, cropped to the pixels with a weight; none if there are none on the plane. */
    private List<Roi> heat(int plane) {
        Region region = effective.region();
        if (!region.depth().contains(plane)) {
            return List.of();
        }
        Box box = PixelSet.of(region).bounds().orElseThrow();
        BufferedImage pixels = FieldHeat.free(box);
        int columns = region.width().size();
        int place = region.depth().position(plane) * region.height().size() * columns;
        for (Range rows : region.height().ranges()) {
            for (int y = rows.first(); y <= rows.last(); y++) {
                for (Range range : region.width().ranges()) {
                    for (int x = range.first(); x <= range.last(); x++) {
                        double weight = weights[place++];
                        if (weight > 0) {
                            int color =
                                    FieldHeat.color(Math.sqrt(weight / largest)).getRGB();
                            pixels.setRGB(
                                    x - box.width().first(), y - box.height().first(), color);
                        }
                    }
                }
            }
        }
        int top = field.row() + box.height().first();
        ImageRoi roi = FieldHeat.draw(pixels, box.width().first(), top, opacity, toCanvas);
        roi.setName(ReceptiveFieldOverlay.PREFIX + "heat");
        return List.of(roi);
    }

    /** In 3-D the section of the ball through the plane of its centre; for a row, none. */
    private List<Roi> circle(int plane) {
        List<Double> centre = effective.centre();
        int rank = centre.size();
        if (rank == 1 || (rank == Extent.MAX_RANK && plane != Math.round(centre.get(0)))) {
            return List.of();
        }
        double radius = effective
                        .radii(Collections.nCopies(rank, 1.0), EffectiveFieldReport.LARGE_SHARE)
                        .get(0)
                + 0.5;
        double x = centre.get(rank - 1) + 0.5 - radius;
        double y = centre.get(rank - 2) + 0.5 - radius;
        Rectangle2D bounds = toCanvas.createTransformedShape(new Rectangle2D.Double(x, y, 2 * radius, 2 * radius))
                .getBounds2D();
        Roi circle = new OvalRoi(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
        return OverlayShapes.rimmed(
                ReceptiveFieldOverlay.PREFIX + "circle", circle, OkabeIto.SKY_BLUE, OverlayShapes.LINE);
    }
}
