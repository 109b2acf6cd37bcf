package org.convlayers.layer;

import java.util.OptionalInt;

/** How an upsampling layer finds values between pixels; the names are PyTorch's. */
public enum Interpolation {
    /** The value of one pixel. */
    NEAREST(OptionalInt.empty()),
    /** Straight lines between two pixels, over one axis. */
    LINEAR(OptionalInt.of(1)),
    /** The product of linear interpolations over two axes. */
    BILINEAR(OptionalInt.of(2)),
    /** The product of linear interpolations over three axes. */
    TRILINEAR(OptionalInt.of(3)),
    /** The product of cubic convolutions of four pixels with A = -0.75, over two axes. Source: Keys 1981. */
    BICUBIC(OptionalInt.of(2));

    private final OptionalInt rank;

    Interpolation(OptionalInt rank) {
        this.rank = rank;
    }

    /** The number of spatial axes it is made for; empty if it takes any. */
    public OptionalInt rank() {
        return rank;
    }
}
