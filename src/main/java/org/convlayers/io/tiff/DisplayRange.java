package org.convlayers.io.tiff;

/**
 * The values shown as black and as white.
 *
 * @param min shown as black
 * @param max shown as white
 */
public record DisplayRange(double min, double max) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a value is not finite or max is below min
     */
    public DisplayRange {
        if (!Double.isFinite(min) || !Double.isFinite(max) || max < min) {
            throw new IllegalArgumentException(
                    "a display range needs finite min <= max, but got " + min + " to " + max);
        }
    }
}
