package org.convlayers.engine.kernel;

/** Sums of strips, lane by lane. */
public final class StripSums {
    /** What {@link #checkSize} lets pass. */
    public static final float LIMIT = 0x1p52f;

    /** Times this, larger values are infinite. */
    private static final float INFINITE = 0x1p76f;

    private StripSums() {}

    /**
     * Adds a strip to another.
     *
     * @param sum modified
     */
    public static void add(float[] addend, float[] sum) {
        for (int x = 0; x < Strip.END; x++) {
            float s = sum[x];
            s += addend[x];
            sum[x] = s;
        }
    }

    /**
     * Adds a strip to another, and makes it zero.
     *
     * @param sum made zero
     * @param total modified
     */
    public static void move(float[] sum, float[] total) {
        for (int x = 0; x < Strip.END; x++) {
            float t = total[x];
            t += sum[x];
            total[x] = t;
            sum[x] = 0;
        }
    }

    /**
     * Adds 0 times the values of four strips to a strip: it stays zero where all of them are finite.
     *
     * @param strips the four are some of these
     * @param first the first of the four
     * @param check modified
     */
    public static void checkFinite(float[][] strips, int first, float[] check) {
        final float[] strip0 = strips[first];
        final float[] strip1 = strips[first + 1];
        final float[] strip2 = strips[first + 2];
        final float[] strip3 = strips[first + 3];
        for (int x = 0; x < Strip.END; x++) {
            float checked = check[x];
            checked = Math.fma(0f, strip0[x], checked);
            checked = Math.fma(0f, strip1[x], checked);
            checked = Math.fma(0f, strip2[x], checked);
            checked = Math.fma(0f, strip3[x], checked);
            check[x] = checked;
        }
    }

    /**
     * Adds 0 times multiples of values to a strip: it stays zero where none of them is larger than {@link #LIMIT} or not a
     * number.
     *
     * @param check modified
     */
    public static void checkSize(float[] values, float[] check) {
        for (int x = 0; x < Strip.END; x++) {
            float checked = check[x];
            checked = Math.fma(0f, INFINITE * values[x], checked);
            check[x] = checked;
        }
    }
}
