package org.convlayers.app;

import java.math.BigInteger;
import java.util.Arrays;
import org.convlayers.io.tiff.DisplayRange;

/**
 * Pixels of a plane that tell with which contrast to show it: a sample, since looking at every pixel may take longer than
 * computing it.
 *
 * <p>Several threads may put in different pixels at once.
 */
public final class ContrastSample {
    /** The share of pixels shown as pure black or white: half of what ImageJ's own button takes, at each end. */
    private static final double SATURATED = 0.0035 / 2;

    private static final int SAMPLES = 1 << 14;

    private final int step;
    private final float[] values;

    /**
     * A sample of a plane.
     *
     * @param width its columns
     * @param height its rows
     */
    public ContrastSample(int width, int height) {
        int pixels = Math.multiplyExact(width, height);
        int distance = Math.max(1, pixels / SAMPLES);
        while (distance > 1 && !areCoprime(distance, width)) {
            distance++; // or the sample would come from a few columns only
        }
        step = distance;
        values = new float[(pixels - 1) / step + 1];
        Arrays.fill(values, Float.NaN);
    }

    private static boolean areCoprime(int a, int b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).equals(BigInteger.ONE);
    }

    /** Pixels whose index (row by row) is a multiple of this belong to the sample. */
    public int step() {
        return step;
    }

    /**
     * Puts in a pixel.
     *
     * @param index its index, a multiple of {@link #step}
     */
    public void put(int index, float value) {
        values[index / step] = value;
    }

    /** All values but for the few extreme ones that borders give; 0 to 1 if none is finite. */
    public DisplayRange range() {
        float[] finite = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite[count++] = value;
            }
        }
        if (count == 0) {
            return new DisplayRange(0, 1);
        }
        // Sorting all of them took a sixth of the time of a small layer.
        int cut = (int) (count * SATURATED);
        return new DisplayRange(Selection.nth(finite, count, cut), Selection.nth(finite, count, count - 1 - cut));
    }
}
