package org.convlayers.engine.kernel;

/**
 * Up to four rows of lanes in one array, to which a microkernel adds faster than to strips.
 *
 * <p>The JIT begins a loop with up to as many turns of a single lane as a vector has lanes, until the memory that is written begins
 * a cache line, and ends it with the rest of them: for short strips these take half of the time. Garbage collectors that divide
 * their memory into regions (G1, the usual one) let an array of more than half a region begin with one. There a single turn leads to
 * the first lane, and none is left at the end: with AVX-512 30 % faster for 512 lanes and 50 % for 256. Elsewhere hardly anything is
 * lost.
 */
public final class Accumulators {
    /** G1 divides its memory into about so many regions, whose size is a power of two. */
    private static final long REGIONS = 2048;

    private static final long SMALLEST_REGION = 1 << 20;
    private static final long LARGEST_REGION = 1 << 25;

    /** What lies between rows, a multiple of a cache line: they shall not be equally far from what is read, modulo 4096 bytes. */
    private static final int BETWEEN = 80;

    /** Each product that is added to a sum gains the time in which so many lanes are copied; measured on an AMD EPYC with AVX-512. */
    private static final int LANES_PER_PRODUCT = 32;

    /** Read as a field by the microkernels: Java 17 turns a loop over a parameter not into SIMD code. */
    final float[] values = new float[length()];

    /** With the array's header more than half a region: little of the heap. */
    private static int length() {
        long share = Math.max(1, Runtime.getRuntime().maxMemory() / REGIONS);
        long roundedUp = Long.highestOneBit(2 * share - 1);
        long region = Math.max(SMALLEST_REGION, Math.min(LARGEST_REGION, roundedUp));
        return Math.toIntExact(region / 2 / Float.BYTES);
    }

    /** The distance of rows of so many lanes. */
    static int rowLength(int lanes) {
        return lanes + BETWEEN;
    }

    /** The array that holds all rows. */
    public float[] values() {
        return values;
    }

    /** Where a row begins in {@link #values}; its lanes are where those of a strip are. */
    public int row(int row, StripLength length) {
        return row * rowLength(length.lanes());
    }

    /** The memory that is taken, in bytes. */
    public long bytes() {
        return (long) values.length * Float.BYTES;
    }

    /**
     * Whether sums are made faster here than in strips.
     *
     * @param products how many products are added to each sum
     * @param copies how often each sum is copied for that
     */
    public static boolean pay(int products, int copies, StripLength length) {
        return (long) products * LANES_PER_PRODUCT >= (long) copies * length.lanes();
    }

    /** Makes the first rows the same strip. */
    public void fill(float[] strip, int rows, StripLength length) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(strip, Strip.FIRST, values, row(i, length) + Strip.FIRST, length.lanes());
        }
    }

    /** Copies strips, from {@code at} on, to the first rows. */
    public void load(float[][] strips, int at, int rows, StripLength length) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(strips[at + i], Strip.FIRST, values, row(i, length) + Strip.FIRST, length.lanes());
        }
    }

    /** Copies the first rows to strips, from {@code at} on. */
    public void store(float[][] strips, int at, int rows, StripLength length) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, row(i, length) + Strip.FIRST, strips[at + i], Strip.FIRST, length.lanes());
        }
    }
}
