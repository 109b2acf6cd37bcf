package org.convlayers.app;

import java.util.Locale;

/** The memory that is left. */
public final class FreeMemory {
    /** The share of it that a result may take. */
    private static final double SHARE = 0.8;

    private FreeMemory() {}

    /** Whether there is room for so many bytes, besides what computing them takes. */
    public static boolean holds(long bytes) {
        return bytes < SHARE * bytes() || collectGarbageAnd(bytes);
    }

    private static boolean collectGarbageAnd(long bytes) {
        System.gc();
        return bytes < SHARE * bytes();
    }

    /** How many bytes are free, as far as is known without collecting garbage. */
    public static long bytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** A number of bytes in words, such as {@code 1.5 GB}. */
    public static String inWords(long bytes) {
        if (bytes >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
        }
        if (bytes >= 1_000_000) {
            return String.format(Locale.ROOT, bytes >= 10_000_000 ? "%.0f MB" : "%.1f MB", bytes / 1e6);
        }
        if (bytes >= 1000) {
            return String.format(Locale.ROOT, bytes >= 10_000 ? "%.0f kB" : "%.1f kB", bytes / 1e3);
        }
        return bytes + " bytes";
    }
}
