package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Strip;

/**
 * Rows of segments side by side in a strip, with what lies beyond each segment's end kept apart, so that one copy of the
 * whole strip shifts all of them.
 *
 * <p>Copying each segment for itself took longer than the products it was for: an 8-to-8 convolution by 3x3x3 in rows of 128
 * pixels lays out 72 taps of six products, each in four segments. For one thread.
 */
final class Seams {
    private final Lanes lanes;
    private final int halo;

    /**
     * Describes strips.
     *
     * @param lanes the segments
     * @param halo how many values beyond its end a segment has, at most as many as its chunk is wide
     */
    Seams(Lanes lanes, int halo) {
        this.lanes = lanes;
        this.halo = halo;
    }

    /** Whether all segments can be shifted at once: none is shorter than what lies beyond its end. */
    static boolean suit(Lanes lanes, int halo) {
        return halo <= lanes.chunkWidth();
    }

    /** How many values lie beyond the ends of all segments. */
    int length() {
        return lanes.segments() * halo;
    }

    /**
     * Lays out a row of a segment.
     *
     * @param values the row, from {@code start} on
     * @param length how many values; at most those of a chunk and beyond
     * @param strip where the chunk goes
     * @param beyond where the rest goes, from {@code at} on segment by segment
     */
    void put(float[] values, int start, int length, int segment, float[] strip, float[] beyond, int at) {
        int chunk = Math.min(length, lanes.chunkWidth());
        System.arraycopy(values, start, strip, lanes.lane(segment), chunk);
        if (length > chunk) {
            System.arraycopy(values, start + chunk, beyond, at + segment * halo, length - chunk);
        }
    }

    /** Sets each lane of {@code to} to what stands {@code by} places further in its segment's row. */
    void shift(float[] strip, float[] beyond, int at, int by, float[] to) {
        System.arraycopy(
                strip, Strip.FIRST + by, to, Strip.FIRST, lanes.length().lanes() - by);
        for (int segment = 0; segment < lanes.segments(); segment++) {
            int from = at + segment * halo;
            int first = lanes.lane(segment) + lanes.chunkWidth() - by;
            for (int i = 0; i < by; i++) {
                to[first + i] = beyond[from + i];
            }
        }
    }
}
