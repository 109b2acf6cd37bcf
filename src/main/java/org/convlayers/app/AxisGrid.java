package org.convlayers.app;

import org.convlayers.io.tiff.StackCalibration.Axis;
import org.convlayers.receptive.FieldFormula;

/**
 * How the pixels of a result lie on those of its source, on one axis.
 *
 * <p>Coordinates are ImageJ's: pixel i covers [i, i + 1]. The point x of the result is the point {@code scale x + shift} of
 * the source.
 *
 * @param scale how many source pixels lie between two result pixels; above 0
 * @param shift the point of the source at which the result begins
 */
public record AxisGrid(double scale, double shift) {
    /** The grid of a result that lies on its source pixel by pixel. */
    public static final AxisGrid IDENTITY = new AxisGrid(1, 0);

    /** Checks the arguments. */
    public AxisGrid {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("pixels of a result need a distance above 0, but got " + scale);
        }
    }

    /**
     * The grid of a layer or a whole network: the centre of each result pixel is the centre of its receptive field.
     *
     * <p>The field of pixel u covers [u stride - padding, u stride - padding + size], so its centre lies size/2 behind its
     * begin, and the pixel itself begins half a stride before its centre.
     *
     * @param field the formula of the fields on this axis
     */
    public static AxisGrid ofField(FieldFormula.Axis field) {
        double stride = (double) field.stride();
        return new AxisGrid(stride, (field.size() - stride) / 2 - field.padding());
    }

    /**
     * The axis of the result on which every place has the physical coordinate that it has in the source: pixel size times
     * scale, and origin' = (origin - shift) / scale.
     *
     * @param source the axis of the source
     */
    public Axis calibrate(Axis source) {
        return new Axis(source.size() * scale, (source.origin() - shift) / scale, source.unit());
    }
}
