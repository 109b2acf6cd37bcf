package org.convlayers.receptive;

/**
 * How output pixels lie on the input along one axis: output pixel u is centred at the place {@code start + u stride}, where
 * the centre of input pixel i is i.
 *
 * <p>Where the centres of receptive fields depend on the phase of u (after upsampling), the grid is what they follow in the
 * mean. It exists also where {@link FieldFormula.Axis} does not.
 *
 * @param stride the distance of neighbouring output pixels, in input pixels
 * @param start the place of output pixel 0
 */
public record FieldGrid(double stride, double start) {
    /** Pixel upon pixel. */
    static final FieldGrid IDENTITY = new FieldGrid(1, 0);

    /** The grid whose first pixel begins where the first pixel of the input begins. */
    static FieldGrid ofBorders(double stride) {
        return new FieldGrid(stride, (stride - 1) / 2);
    }

    /** The grid of a layer's output, given that of its input (this) and the layer's own. */
    FieldGrid then(FieldGrid layer) {
        return new FieldGrid(stride * layer.stride, start + stride * layer.start);
    }

    /** The place of an output pixel. */
    public double centre(long output) {
        return start + output * stride;
    }
}
