package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.kernel.Winograd;

/** A row of values of any length, cut into arrays of the length that transforms work on. */
final class Ribbon {
    private static final int LENGTH = Winograd.INPUT_LENGTH;

    private final float[][] arrays;
    private final int first;
    private final int step;

    /**
     * Wraps arrays of {@link Winograd#INPUT_LENGTH} lanes.
     *
     * @param arrays the ribbon's parts are some of these
     * @param first the index of the first part
     * @param step how much further the next part is
     */
    Ribbon(float[][] arrays, int first, int step) {
        this.arrays = arrays;
        this.first = first;
        this.step = step;
    }

    private float[] partAt(int place) {
        return arrays[first + place / LENGTH * step];
    }

    /** How many arrays a row of {@code length} values takes. */
    static int parts(int length) {
        return (length + LENGTH - 1) / LENGTH;
    }

    /** Copies values to the place {@code at} of the row. */
    void put(float[] values, int from, int at, int count) {
        int done = 0;
        while (done < count) {
            int offset = (at + done) % LENGTH;
            int next = Math.min(count - done, LENGTH - offset);
            System.arraycopy(values, from + done, partAt(at + done), Strip.FIRST + offset, next);
            done += next;
        }
    }

    /** Copies values from the place {@code at} of the row. */
    void get(int at, float[] values, int to, int count) {
        int done = 0;
        while (done < count) {
            int offset = (at + done) % LENGTH;
            int next = Math.min(count - done, LENGTH - offset);
            System.arraycopy(partAt(at + done), Strip.FIRST + offset, values, to + done, next);
            done += next;
        }
    }
}
