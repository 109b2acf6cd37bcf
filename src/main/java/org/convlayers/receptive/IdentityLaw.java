package org.convlayers.receptive;

import org.convlayers.shape.AxisRanges;

/** Each output pixel is computed from the input pixel in the same place. */
record IdentityLaw() implements AxisLaw {
    @Override
    public AxisRanges sources(int first, int last) {
        return AxisRanges.of(first, last);
    }

    @Override
    public AxisRanges sources(AxisRanges targets) {
        return targets;
    }
}
