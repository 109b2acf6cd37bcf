package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import org.convlayers.app.AxisGrid;
import org.convlayers.io.tiff.StackCalibration;
import org.convlayers.receptive.FieldFormula;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CalibrationsTest {
    /** ImageJ's own Measure gives a pixel of the result the place of the centre of its field in the source. */
    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, false, 0",
        "3, 2, 1, false, 4",
        "2, 2, 0, false, 0",
        "5, 3, 2, true, 0",
        "3, 2, 1, true, 11",
        "7, 4, 5, false, -3",
    })
    void measureGivesTheSamePlaceInSourceAndResult(
            int kernel, int stride, int padding, boolean invertY, double yOrigin) {
        ImagePlus source = IJ.createImage("source", "32-bit black", 40, 30, 1);
        calibrate(source.getCalibration(), invertY, yOrigin);
        int width = (40 + 2 * padding - kernel) / stride + 1;
        int height = (30 + 2 * padding - kernel) / stride + 1;
        ImagePlus result = IJ.createImage("result", "32-bit black", width, height, 1);
        AxisGrid grid = AxisGrid.ofField(new FieldFormula.Axis(kernel, stride, padding).grid());
        result.setCalibration(Calibrations.ofResult(source, grid, grid, AxisGrid.IDENTITY));
        for (int u = 2; u < 5; u++) {
            Roi pixel = new Roi(u, u + 1, 1, 1);
            Roi field = new Roi(u * stride - padding, (u + 1) * stride - padding, kernel, kernel);
            assertEquals(
                    centre(source, field, ResultsTable.X_CENTROID),
                    centre(result, pixel, ResultsTable.X_CENTROID),
                    1e-9);
            assertEquals(
                    centre(source, field, ResultsTable.Y_CENTROID),
                    centre(result, pixel, ResultsTable.Y_CENTROID),
                    1e-9);
        }
    }

    private static double centre(ImagePlus image, Roi roi, int column) {
        image.setRoi(roi);
        ResultsTable table = new ResultsTable();
        new Analyzer(image, Measurements.CENTROID, table).measure();
        return table.getValueAsDouble(column, 0);
    }

    private static void calibrate(Calibration calibration, boolean invertY, double yOrigin) {
        calibration.pixelWidth = 0.25;
        calibration.pixelHeight = 0.5;
        calibration.pixelDepth = 2;
        calibration.xOrigin = 10;
        calibration.yOrigin = yOrigin;
        calibration.setInvertY(invertY);
        calibration.setUnit("um");
        calibration.frameInterval = 1.5;
        calibration.setTimeUnit("min");
    }

    @Test
    void unitsAndTimeStayAndValueCalibrationGoes() {
        ImagePlus source = IJ.createImage("source", "8-bit black", 40, 30, 4);
        calibrate(source.getCalibration(), false, 0);
        source.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {0, 2}, "OD");
        Calibration result = Calibrations.ofResult(
                source,
                AxisGrid.ofField(new FieldFormula.Axis(3, 2, 1).grid()),
                AxisGrid.IDENTITY,
                AxisGrid.ofField(new FieldFormula.Axis(3, 3, 0).grid()));
        assertEquals(0.5, result.pixelWidth);
        assertEquals(0.5, result.pixelHeight);
        assertEquals(6, result.pixelDepth);
        assertEquals("µm", result.getUnit());
        assertEquals(1.5, result.frameInterval);
        assertEquals("min", result.getTimeUnit());
        assertFalse(result.calibrated());
        assertEquals(2, source.getCalibration().getCoefficients()[1], "the source is untouched");
    }

    @Test
    void sizesThatReadersLeaveAtZeroCountAsOne() {
        ImagePlus source = IJ.createImage("source", "8-bit black", 4, 4, 1);
        source.getCalibration().pixelDepth = 0;
        Calibration result = Calibrations.ofResult(
                source, AxisGrid.IDENTITY, AxisGrid.IDENTITY, AxisGrid.ofField(new FieldFormula.Axis(3, 2, 1).grid()));
        assertEquals(2, result.pixelDepth);
    }

    @Test
    void fileCalibrationIsThatOfTheImage() {
        Calibration calibration = new Calibration();
        calibrate(calibration, true, 7);
        StackCalibration file = Calibrations.forFile(calibration);
        assertEquals(new StackCalibration.Axis(0.5, 7, "µm"), file.y());
        assertEquals("min", file.timeUnit());
        assertEquals(true, file.invertY());
    }
}
