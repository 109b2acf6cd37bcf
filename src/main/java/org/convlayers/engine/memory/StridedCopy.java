package org.convlayers.engine.memory;

/** Copies values that stand, or are to stand, at even distances in an array. */
public final class StridedCopy {
    private StridedCopy() {}

    /**
     * Copies {@code from[start + i step]} to {@code to[place + i distance]} for i below {@code count}.
     *
     * @param step how far apart values are
     * @param distance how far apart they will be
     */
    public static void copy(float[] from, int start, int step, float[] to, int place, int distance, int count) {
        if (distance == 1) {
            gather(from, start, step, to, place, count);
        } else if (step == 1) {
            spread(from, start, to, place, distance, count);
        } else {
            for (int i = 0; i < count; i++) {
                to[place + i * distance] = from[start + i * step];
            }
        }
    }

    /** Copies every {@code step}-th value to the places from {@code place} on. */
    public static void gather(float[] from, int start, int step, float[] to, int place, int count) {
        // A constant stride lets the JIT take the checks of indices out of the loop.
        switch (step) {
            case 1 -> System.arraycopy(from, start, to, place, count);
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    to[place + i] = from[start + 2 * i];
                }
            }
            case 3 -> {
                for (int i = 0; i < count; i++) {
                    to[place + i] = from[start + 3 * i];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to[place + i] = from[start + i * step];
                }
            }
        }
    }

    /** Copies the values from {@code start} on to every {@code distance}-th place. */
    public static void spread(float[] from, int start, float[] to, int place, int distance, int count) {
        switch (distance) {
            case 1 -> System.arraycopy(from, start, to, place, count);
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    to[place + 2 * i] = from[start + i];
                }
            }
            case 3 -> {
                for (int i = 0; i < count; i++) {
                    to[place + 3 * i] = from[start + i];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to[place + i * distance] = from[start + i];
                }
            }
        }
    }
}
