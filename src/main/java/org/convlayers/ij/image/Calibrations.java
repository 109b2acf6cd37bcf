package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.measure.Calibration;
import org.convlayers.app.AxisGrid;
import org.convlayers.io.tiff.StackCalibration;
import org.convlayers.io.tiff.StackCalibration.Axis;

/** ImageJ's calibration and that of results. */
public final class Calibrations {
    private Calibrations() {}

    /**
     * The calibration of a result: sizes and origins follow the grids; units, frame interval and the direction of Y stay; the
     * calibration of values is dropped, for values of the result mean something else.
     *
     * @param source the image it was computed from
     * @param x how columns of the result lie on those of the source
     * @param y how rows lie
     * @param z how slices lie
     */
    public static Calibration ofResult(ImagePlus source, AxisGrid x, AxisGrid y, AxisGrid z) {
        Calibration given = source.getCalibration();
        Calibration result = given.copy();
        result.disableDensityCalibration();
        Axis xAxis = x.calibrate(axis(given.pixelWidth, given.xOrigin, given.getXUnit()));
        Axis yAxis = y.calibrate(axis(given.pixelHeight, yOrigin(given, source.getHeight()), given.getYUnit()));
        Axis zAxis = z.calibrate(axis(given.pixelDepth, given.zOrigin, given.getZUnit()));
        result.pixelWidth = xAxis.size();
        result.pixelHeight = yAxis.size();
        result.pixelDepth = zAxis.size();
        result.xOrigin = xAxis.origin();
        result.yOrigin = yAxis.origin();
        result.zOrigin = zAxis.origin();
        return result;
    }

    /**
     * A calibration as it is written to a file.
     *
     * @throws IllegalArgumentException if a pixel is too small or too large for TIFF
     */
    static StackCalibration forFile(Calibration calibration) {
        return new StackCalibration(
                axis(calibration.pixelWidth, calibration.xOrigin, calibration.getXUnit()),
                axis(calibration.pixelHeight, calibration.yOrigin, calibration.getYUnit()),
                axis(calibration.pixelDepth, calibration.zOrigin, calibration.getZUnit()),
                calibration.getInvertY(),
                calibration.frameInterval,
                calibration.getTimeUnit(),
                calibration.fps,
                "");
    }

    /** Readers of some formats leave sizes at 0 where nothing is known. */
    private static Axis axis(double size, double origin, String unit) {
        return new Axis(size > 0 && Double.isFinite(size) ? size : 1, origin, unit);
    }

    /** The row at which Y is 0: an upward axis without an origin of its own begins at the last row. */
    private static double yOrigin(Calibration calibration, int height) {
        return calibration.getInvertY() && calibration.yOrigin == 0 ? height - 1 : calibration.yOrigin;
    }
}
