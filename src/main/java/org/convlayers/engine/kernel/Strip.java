package org.convlayers.engine.kernel;

/**
 * The unit that microkernels work on: an array of which {@link #LENGTH} values, from {@link #FIRST} on, are lanes, computed alike.
 *
 * <p>Lanes usually are neighbouring pixels of one row, or of several rows of a narrow map. Kernels compute all of them,
 * also those that no pixel uses.
 */
public final class Strip {
    /** The number of lanes. A compile-time constant: it is what lets the JIT turn the kernels' loops into SIMD code. */
    public static final int LENGTH = 512;

    /** Where the lanes begin: in an array whose memory begins with a cache line, this value begins the next one. */
    public static final int FIRST = 12;

    /**
     * Where loops over lanes begin that may change the value before the first: a single turn leads to the first lane of {@link
     * Accumulators}, from which on the JIT's vectors are aligned, while it would take a vector's worth of single turns to the next.
     */
    public static final int BEGIN = FIRST - 1;

    /** Where the lanes of a whole strip end. */
    public static final int END = FIRST + LENGTH;

    private static final int HEADER = 16;

    /**
     * How much longer a strip's array is. With its 16 bytes of header it takes 2176 bytes: a multiple of a cache line, and far
     * enough from 2048 that strips allocated one after the other do not lie at equal or nearly equal distances modulo
     * 4096, where a load waits for a store it has nothing to do with (half the speed).
     */
    private static final int MORE = 28;

    /** What a whole strip takes, in bytes. */
    public static final int BYTES = HEADER + (LENGTH + MORE) * Float.BYTES;

    private Strip() {}

    /** A new strip of zeros. */
    public static float[] allocate() {
        return allocate(StripLength.FULL);
    }

    /** A new strip of zeros of which only the first lanes are used. */
    public static float[] allocate(StripLength length) {
        return new float[length.lanes() + MORE];
    }
}
