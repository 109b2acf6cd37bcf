package org.convlayers.app;

import java.util.Arrays;
import org.convlayers.engine.memory.Scratch;

/**
 * Finds values by their rank without sorting all: first the upper half of the bits of the value is counted out, then the lower
 * half among those that begin so. That takes a twentieth of the time, and may be cancelled.
 */
final class ValueRanks {
    private static final int HALF = Short.SIZE;

    private static final int HALVES = 1 << HALF;

    /** So many values are counted between two looks at whether to go on. */
    private static final int AT_ONCE = 1 << 20;

    private final float[] values;
    private final int count;
    private final Scratch scratch;
    private final int[] upperCounts;

    /**
     * Looks at the values once.
     *
     * @param values the first of them are ranked; none is NaN
     * @param count how many are
     * @param scratch says whether to go on
     */
    ValueRanks(float[] values, int count, Scratch scratch) {
        this.values = values;
        this.count = count;
        this.scratch = scratch;
        upperCounts = counts(0, 0);
    }

    /** How many values there are. */
    int count() {
        return count;
    }

    /**
     * The value that has a place in the sorted ones.
     *
     * @param rank from 0 to {@link #count} - 1
     */
    float value(int rank) {
        int upper = half(upperCounts, rank);
        int above = rank - Arrays.stream(upperCounts, 0, upper).sum();
        int lower = half(counts(HALF, upper), above);
        return ofKey(upper << HALF | lower);
    }

    /**
     * How often each half of a key is there.
     *
     * @param known the number of upper bits that are known
     * @param begin what they are; the half after them is counted
     */
    private int[] counts(int known, int begin) {
        int[] counts = new int[HALVES];
        for (int first = 0; first < count; first += AT_ONCE) {
            scratch.checkCancelled();
            int end = Math.min(count, first + AT_ONCE);
            for (int i = first; i < end; i++) {
                long key = Integer.toUnsignedLong(key(values[i]));
                if (key >>> (Float.SIZE - known) == begin) {
                    counts[(int) (key >>> (HALF - known)) & (HALVES - 1)]++;
                }
            }
        }
        return counts;
    }

    /** The first half up to which there are more than so many values. */
    private static int half(int[] counts, int rank) {
        int half = 0;
        for (int before = counts[0]; before <= rank; before += counts[half]) {
            half++;
        }
        return half;
    }

    /** Unsigned keys are in the order of their values: negative ones, whose bits grow with the magnitude, are turned over. */
    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
    }

    private static float ofKey(int key) {
        return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
    }
}
