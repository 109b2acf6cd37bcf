package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.List;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;

final class FieldReportTest {
    private final ImagePlus image = IJ.createHyperStack("image", 20, 16, 1, 9, 1, 8);

    private List<String> lines(String layers, int x, int y, int z) {
        FieldsOnImage fields = FieldsOnImage.of(new Lineage(NetworkText.parse(layers), image));
        FieldOnImage field = fields.field(fields.last(), x, y, z);
        LocatedField located = LocatedField.at(fields, field, new StackPosition(1, z + 1, 1));
        return new FieldReport(located).lines().lines().toList();
    }

    @Test
    void volumeIsToldInThreeNumbersInPixelsAndUnits() {
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.25;
        calibration.pixelDepth = 2;
        calibration.setUnit("mm");
        assertEquals(
                List.of(
                        "layer    '0' at (4, 8, 3)",
                        "size     3 x 3 x 3 pixels = 1.500 x 0.7500 x 6.000 mm",
                        "stride   1 x 1 x 1 pixels = 0.5000 x 0.2500 x 2.000 mm",
                        "padding  1 x 1 x 1 pixels",
                        "centre   (4, 8, 3) = (2.250, 2.125, 7.000) mm",
                        "seen     27 pixels, coverage 1.00",
                        "outside  0.00 % of the field, in padding"),
                lines("Conv3d(1, 1, 3, padding=1)", 4, 8, 3));
    }

    @Test
    void onePixelIsNotSeveral() {
        assertEquals(
                "seen     1 pixel, coverage 1.00",
                lines("Conv2d(1, 1, 1)", 4, 8, 0).get(5));
    }

    @Test
    void imageWithoutUnitsIsToldInPixels() {
        assertEquals(
                "centre   (4, 8)", lines("Conv2d(1, 1, 3, padding=1)", 4, 8, 0).get(4));
    }
}
