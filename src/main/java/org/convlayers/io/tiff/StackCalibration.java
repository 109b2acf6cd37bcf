package org.convlayers.io.tiff;

/**
 * Where the pixels of a stack lie, as {@code ij.measure.Calibration} has it: the position of pixel coordinate p along an
 * axis is (p - origin) size.
 *
 * @param x along a row
 * @param y from row to row
 * @param z from slice to slice
 * @param invertY whether y runs upwards
 * @param frameInterval the time from frame to frame in {@code timeUnit}; 0 if it is not known
 * @param timeUnit for example {@code sec}
 * @param framesPerSecond the speed of an animation; 0 if it is not known
 * @param valueUnit the unit of the pixel values; empty if there is none
 */
public record StackCalibration(
        Axis x,
        Axis y,
        Axis z,
        boolean invertY,
        double frameInterval,
        String timeUnit,
        double framesPerSecond,
        String valueUnit) {
    /** Pixels without a physical size. */
    public static final StackCalibration NONE =
            new StackCalibration(Axis.PIXELS, Axis.PIXELS, Axis.PIXELS, false, 0, "sec", 0, "");

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a time is not finite, or a pixel too small or too large for TIFF
     */
    public StackCalibration {
        requireStorable("width", x);
        requireStorable("height", y);
        if (!Double.isFinite(frameInterval) || !Double.isFinite(framesPerSecond)) {
            throw new IllegalArgumentException("frame interval and frames per second must be finite, but got "
                    + frameInterval + " and " + framesPerSecond);
        }
    }

    private static void requireStorable(String name, Axis axis) {
        if (!Rational.isNear(1 / axis.size())) {
            throw new IllegalArgumentException("TIFF holds pixels of 2.4e-10 to 4.2e9 units, but the pixel " + name
                    + " is " + axis.size() + " " + axis.unit() + "; choose another unit");
        }
    }

    /**
     * One axis.
     *
     * @param size the size of a pixel in units
     * @param origin the pixel coordinate of position 0
     * @param unit for example {@code um}; {@code pixel} if there is none
     */
    public record Axis(double size, double origin, String unit) {
        /** No physical size. */
        public static final Axis PIXELS = new Axis(1, 0, "pixel");

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if size is not positive or a number is not finite
         */
        public Axis {
            if (!(size > 0) || !Double.isFinite(size) || !Double.isFinite(origin)) {
                throw new IllegalArgumentException(
                        "a pixel needs a positive size and a finite origin, but got " + size + " and " + origin);
            }
        }
    }
}
