package org.convlayers.gradient;

/** What the influence of an input pixel on an output pixel is measured by. */
public enum Measure {
    /** The absolute values of the weights on the way, multiplied and summed over all ways, whatever the image. */
    WEIGHTS,
    /** The derivative of the output by the input, for the values of an image. */
    GRADIENT
}
