package org.convlayers.engine.layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How results are computed. */
public enum Precision {
    /** In single precision, by the fastest algorithm that keeps the error bound. */
    FLOAT32,
    /** In single precision, each value by the sum of its definition (no Winograd, no FFT, no products of rows and columns). */
    FLOAT32_DIRECT,
    /** In double precision. */
    FLOAT64;

    /**
     * Reads a name such as {@code float32-direct}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Precision parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(precision -> precision.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a precision; allowed are "
                        + Arrays.stream(values()).map(Precision::toString).collect(Collectors.joining(", "))));
    }

    /** The name in texts, for example {@code float32-direct}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
