package org.convlayers.ij;

/** The memory that is left for results. */
final class FreeMemory {
    /** The share of it that a result may take. */
    private static final double SHARE = 0.8;

    private FreeMemory() {}

    /** Whether there is room for so many bytes. */
    static boolean holds(long bytes) {
        return bytes < SHARE * free() || collectGarbageAnd(bytes);
    }

    private static boolean collectGarbageAnd(long bytes) {
        System.gc();
        return bytes < SHARE * free();
    }

    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
