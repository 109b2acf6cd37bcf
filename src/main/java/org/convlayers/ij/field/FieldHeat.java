package org.convlayers.ij.field;

import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.convlayers.receptive.PathCounts;
import org.convlayers.shape.Box;

/**
 * Numbers of the pixels of a field as colours: in how many ways each is seen on a logarithmic scale, from dark violet (once)
 * over green to yellow (most often). The colours are five of viridis, whose order the colour-blind see too.
 */
final class FieldHeat {
    private static final Color[] STOPS = {
        new Color(68, 1, 84),
        new Color(59, 82, 139),
        new Color(33, 145, 140),
        new Color(94, 201, 98),
        new Color(253, 231, 37)
    };

    private static final double OPACITY = 0.75;

    /** ImageJ saves the properties of pictures in an overlay, but not their names. */
    private static final String PROPERTY = "convlayers.heat";

    private FieldHeat() {}

    /**
     * The picture of the counts of one plane.
     *
     * @param counts not empty
     * @param plane a plane of the counts
     * @param row the row of the image in which row 0 of the counts lies
     * @param toCanvas from coordinates of the image to those of what is drawn on: a whole scale and a shift
     */
    static ImageRoi draw(PathCounts counts, int plane, int row, AffineTransform toCanvas) {
        Box box = counts.box();
        int left = box.width().first();
        int top = box.height().first();
        BufferedImage pixels = free(box);
        double full = Math.log(Math.max(2, counts.max()));
        for (int y = 0; y < pixels.getHeight(); y++) {
            for (int x = 0; x < pixels.getWidth(); x++) {
                double ways = counts.at(plane, top + y, left + x);
                if (ways > 0) {
                    pixels.setRGB(x, y, color(Math.log(ways) / full).getRGB());
                }
            }
        }
        return draw(pixels, left, top + row, OPACITY, toCanvas);
    }

    /** A pixel for each of one plane of a box, none of which has a colour yet. */
    static BufferedImage free(Box box) {
        return new BufferedImage(box.width().size(), box.height().size(), BufferedImage.TYPE_INT_ARGB);
    }

    /**
     * Coloured pixels as an element of an overlay; those without a colour are left free, also after it was saved.
     *
     * @param left the column of the image in which they begin
     * @param top the row
     * @param opacity 0 to 1
     * @param toCanvas as above
     */
    static ImageRoi draw(BufferedImage pixels, int left, int top, double opacity, AffineTransform toCanvas) {
        Rectangle2D area = toCanvas.createTransformedShape(
                        new Rectangle2D.Double(left, top, pixels.getWidth(), pixels.getHeight()))
                .getBounds2D();
        ImageRoi roi = new ImageRoi((int) area.getX(), (int) area.getY(), enlarged(pixels, area));
        roi.setZeroTransparent(true);
        roi.setOpacity(opacity);
        roi.setProperty(PROPERTY, "true");
        return roi;
    }

    /** Whether an element of an overlay is a heat map, also after it was saved. */
    static boolean is(Roi roi) {
        return roi.getProperty(PROPERTY) != null;
    }

    /**
     * Changes the opacity of all heat maps of an overlay.
     *
     * @param opacity 0 to 1
     */
    static void setOpacity(Overlay overlay, double opacity) {
        for (Roi roi : overlay) {
            if (is(roi) && roi instanceof ImageRoi heat) {
                heat.setOpacity(opacity);
            }
        }
    }

    private static BufferedImage enlarged(BufferedImage pixels, Rectangle2D area) {
        int width = (int) Math.round(area.getWidth());
        int height = (int) Math.round(area.getHeight());
        if (width == pixels.getWidth() && height == pixels.getHeight()) {
            return pixels;
        }
        BufferedImage enlarged = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = enlarged.createGraphics();
        graphics.drawImage(pixels, 0, 0, width, height, null); // nearest neighbour is the default
        graphics.dispose();
        return enlarged;
    }

    /** The colour of a share from 0 to 1. */
    static Color color(double share) {
        double place = share * (STOPS.length - 1);
        int stop = (int) Math.min(place, STOPS.length - 2.0);
        double way = place - stop;
        return new Color(
                mix(STOPS[stop].getRed(), STOPS[stop + 1].getRed(), way),
                mix(STOPS[stop].getGreen(), STOPS[stop + 1].getGreen(), way),
                mix(STOPS[stop].getBlue(), STOPS[stop + 1].getBlue(), way));
    }

    private static int mix(int from, int to, double way) {
        return (int) Math.round(from + (to - from) * way);
    }
}
