package org.convlayers.gradient;

import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Region;

/** How much each value of a network's input moves an output pixel. */
public final class SourceGradient {
    private final ReceptiveField field;
    private final Maps gradient;

    SourceGradient(ReceptiveField field, Maps gradient) {
        this.field = field;
        this.gradient = gradient;
    }

    /** The receptive field of the output pixel. */
    public ReceptiveField field() {
        return field;
    }

    /** The pixels of the input that are looked at; the gradient is 0 everywhere else. */
    public Region region() {
        return gradient.region();
    }

    /** The number of channels of the input. */
    public int channels() {
        return gradient.channels();
    }

    /**
     * The derivative of the sum over the output pixel's channels by the values of a channel of the input.
     *
     * @return one number for each pixel of the region, whose ranges lie side by side, the last axis fastest; a copy
     */
    public double[] channel(int channel) {
        return gradient.values()[channel].clone();
    }

    /** The absolute values, summed over the channels of the input; one number for each pixel of the region. */
    public double[] magnitudes() {
        double[] sums = new double[gradient.pixels()];
        for (double[] channel : gradient.values()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Math.abs(channel[i]);
            }
        }
        return sums;
    }
}
