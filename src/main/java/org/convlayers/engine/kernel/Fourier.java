package org.convlayers.engine.kernel;

/**
 * The discrete Fourier transform of {@link #LENGTH} complex numbers in each lane of as many pairs of strips.
 *
 * <p>Forward it decimates in frequency, backward in time: frequencies stay in the order in which the butterflies leave them,
 * which products of spectra do not mind. Butterflies of four numbers (of two at the end) work lane by lane on arrays indexed
 * by the same x, which the JIT turns into SIMD code, and are longer than what it inlines, as {@link MicroKernel} explains.
 * Parts are transformed to their end before the next begins, so that most of the work is done in cache.
 */
public final class Fourier {
    /** The number of values that are transformed, and of lanes: two axes of a square take the same transform. */
    public static final int LENGTH = Strip.LENGTH;

    private static final int SIDE = 16;
    private static final float[] COSINES = new float[LENGTH];
    private static final float[] SINES = new float[LENGTH];

    static {
        for (int i = 0; i < LENGTH; i++) {
            COSINES[i] = (float) Math.cos(2 * Math.PI * i / LENGTH);
            SINES[i] = (float) Math.sin(2 * Math.PI * i / LENGTH);
        }
    }

    private Fourier() {}

    /**
     * Transforms forward, without a factor.
     *
     * @param real {@link #LENGTH} strips, modified
     * @param imaginary as many, modified
     */
    public static void forward(float[][] real, float[][] imaginary) {
        forward(real, imaginary, 0, LENGTH);
    }

    private static void forward(float[][] real, float[][] imaginary, int first, int length) {
        int quarter = length / 4;
        if (quarter == 0) {
            pair(real, imaginary, first);
            return;
        }
        for (int i = 0; i < quarter; i++) {
            int angle = i * (LENGTH / length);
            forward(real, imaginary, first + i, quarter, angle);
        }
        for (int part = 0; part < 4; part++) {
            forward(real, imaginary, first + part * quarter, quarter);
        }
    }

    /**
     * Transforms back, {@link #LENGTH} times as large.
     *
     * @param real {@link #LENGTH} strips, modified
     * @param imaginary as many, modified
     */
    public static void backward(float[][] real, float[][] imaginary) {
        backward(real, imaginary, 0, LENGTH);
    }

    private static void backward(float[][] real, float[][] imaginary, int first, int length) {
        int quarter = length / 4;
        if (quarter == 0) {
            pair(real, imaginary, first);
            return;
        }
        for (int part = 0; part < 4; part++) {
            backward(real, imaginary, first + part * quarter, quarter);
        }
        for (int i = 0; i < quarter; i++) {
            int angle = i * (LENGTH / length);
            backward(real, imaginary, first + i, quarter, angle);
        }
    }

    /** Sum and difference of two numbers. */
    private static void pair(float[][] real, float[][] imaginary, int first) {
        final float[] real0 = real[first];
        final float[] real1 = real[first + 1];
        final float[] imaginary0 = imaginary[first];
        final float[] imaginary1 = imaginary[first + 1];
        for (int x = 0; x < LENGTH; x++) {
            final float a = real0[x];
            final float b = real1[x];
            final float c = imaginary0[x];
            final float d = imaginary1[x];
            real0[x] = a + b;
            real1[x] = a - b;
            imaginary0[x] = c + d;
            imaginary1[x] = c - d;
        }
    }

    private static void forward(float[][] real, float[][] imaginary, int first, int step, int angle) {
        final float[] real0 = real[first];
        final float[] real1 = real[first + step];
        final float[] real2 = real[first + 2 * step];
        final float[] real3 = real[first + 3 * step];
        final float[] imaginary0 = imaginary[first];
        final float[] imaginary1 = imaginary[first + step];
        final float[] imaginary2 = imaginary[first + 2 * step];
        final float[] imaginary3 = imaginary[first + 3 * step];
        final float cos1 = COSINES[angle];
        final float sin1 = SINES[angle];
        final float cos2 = COSINES[2 * angle];
        final float sin2 = SINES[2 * angle];
        final float cos3 = COSINES[3 * angle];
        final float sin3 = SINES[3 * angle];
        for (int x = 0; x < LENGTH; x++) {
            final float r0 = real0[x];
            final float r1 = real1[x];
            final float r2 = real2[x];
            final float r3 = real3[x];
            final float i0 = imaginary0[x];
            final float i1 = imaginary1[x];
            final float i2 = imaginary2[x];
            final float i3 = imaginary3[x];
            final float evenR = r0 + r2;
            final float evenI = i0 + i2;
            final float oddR = r1 + r3;
            final float oddI = i1 + i3;
            final float evenDifferenceR = r0 - r2;
            final float evenDifferenceI = i0 - i2;
            final float oddDifferenceR = r1 - r3;
            final float oddDifferenceI = i1 - i3;
            final float b1r = evenDifferenceR + oddDifferenceI;
            final float b1i = evenDifferenceI - oddDifferenceR;
            final float b2r = evenR - oddR;
            final float b2i = evenI - oddI;
            final float b3r = evenDifferenceR - oddDifferenceI;
            final float b3i = evenDifferenceI + oddDifferenceR;
            real0[x] = evenR + oddR;
            imaginary0[x] = evenI + oddI;
            real1[x] = Math.fma(b1r, cos1, b1i * sin1);
            imaginary1[x] = Math.fma(b1i, cos1, -(b1r * sin1));
            real2[x] = Math.fma(b2r, cos2, b2i * sin2);
            imaginary2[x] = Math.fma(b2i, cos2, -(b2r * sin2));
            real3[x] = Math.fma(b3r, cos3, b3i * sin3);
            imaginary3[x] = Math.fma(b3i, cos3, -(b3r * sin3));
        }
    }

    private static void backward(float[][] real, float[][] imaginary, int first, int step, int angle) {
        final float[] real0 = real[first];
        final float[] real1 = real[first + step];
        final float[] real2 = real[first + 2 * step];
        final float[] real3 = real[first + 3 * step];
        final float[] imaginary0 = imaginary[first];
        final float[] imaginary1 = imaginary[first + step];
        final float[] imaginary2 = imaginary[first + 2 * step];
        final float[] imaginary3 = imaginary[first + 3 * step];
        final float cos1 = COSINES[angle];
        final float sin1 = SINES[angle];
        final float cos2 = COSINES[2 * angle];
        final float sin2 = SINES[2 * angle];
        final float cos3 = COSINES[3 * angle];
        final float sin3 = SINES[3 * angle];
        for (int x = 0; x < LENGTH; x++) {
            final float r0 = real0[x];
            final float i0 = imaginary0[x];
            final float a1 = real1[x];
            final float b1 = imaginary1[x];
            final float a2 = real2[x];
            final float b2 = imaginary2[x];
            final float a3 = real3[x];
            final float b3 = imaginary3[x];
            final float r1 = Math.fma(a1, cos1, -(b1 * sin1));
            final float i1 = Math.fma(b1, cos1, a1 * sin1);
            final float r2 = Math.fma(a2, cos2, -(b2 * sin2));
            final float i2 = Math.fma(b2, cos2, a2 * sin2);
            final float r3 = Math.fma(a3, cos3, -(b3 * sin3));
            final float i3 = Math.fma(b3, cos3, a3 * sin3);
            final float evenR = r0 + r2;
            final float evenI = i0 + i2;
            final float oddR = r1 + r3;
            final float oddI = i1 + i3;
            final float evenDifferenceR = r0 - r2;
            final float evenDifferenceI = i0 - i2;
            final float oddDifferenceR = r1 - r3;
            final float oddDifferenceI = i1 - i3;
            real0[x] = evenR + oddR;
            imaginary0[x] = evenI + oddI;
            real1[x] = evenDifferenceR - oddDifferenceI;
            imaginary1[x] = evenDifferenceI + oddDifferenceR;
            real2[x] = evenR - oddR;
            imaginary2[x] = evenI - oddI;
            real3[x] = evenDifferenceR + oddDifferenceI;
            imaginary3[x] = evenDifferenceI - oddDifferenceR;
        }
    }

    /**
     * Exchanges strips and lanes, through squares that stay in the first-level cache.
     *
     * @param strips {@link #LENGTH} strips, modified
     */
    public static void transpose(float[][] strips) {
        float[] square = new float[SIDE * SIDE];
        for (int first = 0; first < LENGTH; first += SIDE) {
            for (int second = first; second < LENGTH; second += SIDE) {
                take(strips, first, second, square);
                if (second > first) {
                    exchange(strips, second, first, square);
                }
                put(strips, first, second, square);
            }
        }
    }

    /** Transposes a square of lanes into an array. */
    private static void take(float[][] strips, int firstStrip, int firstLane, float[] square) {
        for (int i = 0; i < SIDE; i++) {
            float[] strip = strips[firstStrip + i];
            for (int j = 0; j < SIDE; j++) {
                square[j * SIDE + i] = strip[firstLane + j];
            }
        }
    }

    /** Puts what has been taken into a square of lanes, and takes what was there, transposed. */
    private static void exchange(float[][] strips, int firstStrip, int firstLane, float[] square) {
        float[] other = new float[SIDE * SIDE];
        take(strips, firstStrip, firstLane, other);
        put(strips, firstStrip, firstLane, square);
        System.arraycopy(other, 0, square, 0, SIDE * SIDE);
    }

    private static void put(float[][] strips, int firstStrip, int firstLane, float[] square) {
        for (int i = 0; i < SIDE; i++) {
            System.arraycopy(square, i * SIDE, strips[firstStrip + i], firstLane, SIDE);
        }
    }

    /**
     * Adds products with the conjugate of a spectrum to sums, in each lane.
     *
     * @param real a strip of the values' real parts
     * @param imaginary their imaginary parts
     * @param spectrumReal the spectrum's real parts
     * @param spectrumImaginary its imaginary parts
     * @param sumReal modified
     * @param sumImaginary modified
     */
    public static void addProducts(
            float[] real,
            float[] imaginary,
            float[] spectrumReal,
            float[] spectrumImaginary,
            float[] sumReal,
            float[] sumImaginary) {
        for (int x = 0; x < LENGTH; x++) {
            final float a = real[x];
            final float b = imaginary[x];
            final float c = spectrumReal[x];
            final float d = spectrumImaginary[x];
            float r = sumReal[x];
            r = Math.fma(a, c, r);
            r = Math.fma(b, d, r);
            sumReal[x] = r;
            float i = sumImaginary[x];
            i = Math.fma(b, c, i);
            i = Math.fma(-a, d, i);
            sumImaginary[x] = i;
        }
    }
}
