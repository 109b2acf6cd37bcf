package org.convlayers.weights;

/**
 * A random sequence that is the same on every machine and in every version of Java.
 *
 * <p>Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014, with the constants of
 * Vigna's splitmix64.c.
 */
final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    /** A sequence of its own for each name; neighbouring seeds and similar names give unrelated ones. */
    SplitMix64(long seed, String name) {
        this(mix(mix(seed + GOLDEN_GAMMA) + name.hashCode()));
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        long once = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }
}
