package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.convlayers.ij.image.Lineage;
import org.convlayers.receptive.PixelSet;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

final class FieldsOnImageTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    private static FieldsOnImage fields(String layers, int slices) {
        ImagePlus image = IJ.createHyperStack("image", WIDTH, HEIGHT, 1, slices, 1, 8);
        return FieldsOnImage.of(new Lineage(NetworkText.parse(layers), image));
    }

    private static PixelSet area(Roi roi, int plane) {
        return AreaPixels.of(roi, WIDTH, HEIGHT, plane);
    }

    @Test
    void pixelsOfASelectionAreThoseImageJContains() {
        Roi polygon = new PolygonRoi(new int[] {3, 30, 12, 50}, new int[] {-4, 9, 25, 28}, 4, Roi.POLYGON);
        for (Roi roi : List.of(new OvalRoi(-3, 4, 20, 40), polygon, new Roi(35, 25, 20, 20), new Roi(50, 50, 3, 3))) {
            PixelSet pixels = area(roi, 2);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    assertEquals(roi.contains(x, y), pixels.contains(2, y, x), roi + ": " + x + ", " + y);
                }
            }
        }
    }

    /** Stride 2, kernel 3, padding 1: output (x, y) sees 2x - 1 to 2x + 1. */
    @Test
    void selectionIsFollowedBothWays() {
        FieldsOnImage fields = fields("Conv2d(1, 1, 3, stride=2, padding=1)", 1);
        assertEquals(area(new Roi(9, 5, 5, 3), 0), fields.sources(AreaPixels.of(new Roi(5, 3, 2, 1), 20, 15, 0)));
        assertEquals(AreaPixels.of(new Roi(5, 3, 2, 1), 20, 15, 0), fields.targets(area(new Roi(11, 6, 1, 1), 0)));
    }

    @Test
    void rowsOfLinesStayInTheirRow() {
        FieldsOnImage fields = fields("Conv1d(1, 1, 3, padding=1)", 1);
        assertEquals(area(new Roi(9, 7, 5, 2), 0), fields.sources(area(new Roi(10, 7, 3, 2), 0)));
        assertEquals(area(new Roi(9, 7, 5, 2), 0), fields.targets(area(new Roi(10, 7, 3, 2), 0)));
        assertEquals(
                new Rectangle2D.Double(9, 7, 3, 1), fields.field(0, 10, 7, 0).box());
    }

    @Test
    void slicesOfAVolumeAreSeenTogether() {
        FieldsOnImage fields = fields("Conv3d(1, 1, 3, padding=1)", 8);
        PixelSet seen = fields.sources(area(new Roi(10, 7, 1, 1), 4));
        for (int plane : new int[] {3, 4, 5}) {
            assertEquals(List.of(new Rectangle(9, 6, 3, 3)), FieldsOnImage.rectangles(seen, plane));
        }
        assertEquals(List.of(), FieldsOnImage.rectangles(seen, 6));
    }

    /** Layers of kernel 3: one sees 3 pixels, two 5; pooling by 2 before the last makes it 3 + 1 + 2 * 2 = 8 of 10. */
    @Test
    void layersBeforeLieAroundTheSamePlace() {
        String layers =
                "Conv2d(1, 1, 3, padding=1); Conv2d(1, 1, 3, padding=1); MaxPool2d(2); Conv2d(1, 1, 3, padding=1)";
        FieldsOnImage fields = fields(layers, 1);
        FieldOnImage last = fields.field(3, 10, 7, 0);
        assertEquals(new Rectangle2D.Double(16, 10, 10, 10), last.box());
        // The middle of the last lies between pixels 20 and 21: pixel 21 is one of the two nearest.
        assertEquals(
                List.of(
                        new Rectangle2D.Double(20, 14, 3, 3),
                        new Rectangle2D.Double(19, 13, 5, 5),
                        new Rectangle2D.Double(18, 12, 6, 6)),
                fields.boxesBefore(last));
        assertEquals(10, fields.nearest(2, last).at(0));
        assertEquals(7, fields.nearest(2, last).at(1));
    }

    @Test
    void nearestPixelStaysInsideTheMap() {
        FieldsOnImage fields = fields("Conv2d(1, 1, 3); Conv2d(1, 1, 3, padding=2)", 1);
        FieldOnImage corner = fields.field(1, 39, 29, 0);
        FieldOnImage nearest = fields.nearest(0, corner);
        assertEquals(37, nearest.at(0));
        assertEquals(27, nearest.at(1));
    }
}
