package org.convlayers.layer;

/**
 * Which place x of the input the output pixel u of an upsampling layer stands for, given the step sigma from one output pixel
 * to the next, n input and m output pixels; the names are those of ONNX's Resize.
 */
public enum Coordinates {
    /** x = u sigma: the first pixels lie on one another. */
    ASYMMETRIC,
    /** x = (u + 0.5) sigma - 0.5: the images' borders lie on one another. */
    HALF_PIXEL,
    /** x = u (n-1)/(m-1): the centres of the corner pixels lie on one another. */
    ALIGN_CORNERS
}
