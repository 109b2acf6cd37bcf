package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.EnumSet;
import java.util.List;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.FieldElement;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

final class FieldSelectionsTest {
    private static List<Roi> selections(String show) {
        ImagePlus image = IJ.createHyperStack("image", 20, 20, 1, 3, 2, 8);
        FieldsOnImage fields =
                FieldsOnImage.of(new Lineage(NetworkText.parse("Conv2d(1, 1, 3, dilation=2, padding=same)"), image));
        FieldOnImage field = fields.field(0, 1, 10, 0);
        return FieldSelections.of(
                LocatedField.at(fields, field, new StackPosition(1, 3, 2)),
                show.isEmpty() ? EnumSet.noneOf(FieldElement.class) : FieldElement.parse(show));
    }

    @Test
    void boxIsClippedAndLiesOnItsSliceAndFrame() {
        Roi box = selections("box").get(0);
        assertEquals(new Rectangle(0, 8, 4, 5), box.getBounds());
        assertEquals("0 (1, 10) box", box.getName());
        assertEquals(3, box.getZPosition());
        assertEquals(2, box.getTPosition());
    }

    /** Column -1 is padding: two columns of three pixels are left. */
    @Test
    void pixelsAreExactlyThoseSeen() {
        for (String show : List.of("taps", "shade", "heat", "taps shade heat")) {
            List<Roi> found = selections(show);
            assertEquals(1, found.size());
            assertEquals(6, found.get(0).getContainedPoints().length);
        }
    }

    @Test
    void pointsLieAtTheMiddlesOfPixels() {
        List<Roi> found = selections("centre lattice");
        PointRoi centre = (PointRoi) found.get(0);
        assertEquals(1, centre.getFloatPolygon().xpoints[0]);
        assertEquals(10, centre.getFloatPolygon().ypoints[0]);
        assertEquals(5 * 7, ((PointRoi) found.get(1)).getNCoordinates());
    }
}
