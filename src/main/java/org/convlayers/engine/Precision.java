package org.convlayers.engine;

/** How results are computed. */
public enum Precision {
    /** In single precision, by the fastest algorithm that keeps the error bound. */
    FLOAT32,
    /** In single precision, each value by the sum of its definition (no Winograd, no FFT). */
    FLOAT32_DIRECT,
    /** In double precision. */
    FLOAT64
}
