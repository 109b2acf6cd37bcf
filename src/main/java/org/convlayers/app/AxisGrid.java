package org.convlayers.app;

import org.convlayers.io.tiff.StackCalibration.Axis;
import org.convlayers.receptive.FieldGrid;

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
     * <p>The centre of pixel u lies at u + 0.5, and that of its field at start + u stride + 0.5.
     *
     * @param field how the centres of the fields lie on this axis
     */
    public static AxisGrid ofField(FieldGrid field) {
        return new AxisGrid(field.stride(), field.start() + (1 - field.stride()) / 2);
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
