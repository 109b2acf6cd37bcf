package org.convlayers.engine.kernel;

/**
 * The discrete Fourier transform of {@link #LENGTH} complex numbers in each lane of as many pairs of strips.
 *
 * <p>Forward it decimates in frequency, backward in time: frequencies stay in the order in which the butterflies leave them,
 * which products of spectra do not mind. Butterflies work lane by lane on arrays indexed by the same x, which the JIT turns
 * into SIMD code; butterflies of four numbers would be too many arrays for it (five times slower), so four of two numbers
 * are done on the same strips while these are in cache. Parts are transformed to their end before the next begins.
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
        int turn = LENGTH / length;
        if (length == 2) {
            separate(real, imaginary, first, first + 1, 0);
            return;
        }
        int quarter = length / 4;
        for (int i = 0; i < quarter; i++) {
            int first0 = first + i;
            int first1 = first0 + quarter;
            int first2 = first1 + quarter;
            int first3 = first2 + quarter;
            separate(real, imaginary, first0, first2, i * turn);
            separate(real, imaginary, first1, first3, (i + quarter) * turn);
            separate(real, imaginary, first0, first1, 2 * i * turn);
            separate(real, imaginary, first2, first3, 2 * i * turn);
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
        int turn = LENGTH / length;
        if (length == 2) {
            join(real, imaginary, first, first + 1, 0);
            return;
        }
        int quarter = length / 4;
        for (int part = 0; part < 4; part++) {
            backward(real, imaginary, first + part * quarter, quarter);
        }
        for (int i = 0; i < quarter; i++) {
            int first0 = first + i;
            int first1 = first0 + quarter;
            int first2 = first1 + quarter;
            int first3 = first2 + quarter;
            join(real, imaginary, first0, first1, 2 * i * turn);
            join(real, imaginary, first2, first3, 2 * i * turn);
            join(real, imaginary, first0, first2, i * turn);
            join(real, imaginary, first1, first3, (i + quarter) * turn);
        }
    }

    /** The sum of two numbers, and their difference, turned back by an angle. */
    private static void separate(float[][] real, float[][] imaginary, int first, int second, int angle) {
        final float[] real0 = real[first];
        final float[] real1 = real[second];
        final float[] imaginary0 = imaginary[first];
        final float[] imaginary1 = imaginary[second];
        final float cosine = COSINES[angle];
        final float sine = SINES[angle];
        final float minusSine = -sine;
        for (int x = 0; x < LENGTH; x++) {
            final float a = real0[x];
            final float b = real1[x];
            final float c = imaginary0[x];
            final float d = imaginary1[x];
            final float differenceR = a - b;
            final float differenceI = c - d;
            float turnedR = cosine * differenceR;
            turnedR = Math.fma(sine, differenceI, turnedR);
            float turnedI = cosine * differenceI;
            turnedI = Math.fma(minusSine, differenceR, turnedI);
            real0[x] = a + b;
            real1[x] = turnedR;
            imaginary0[x] = c + d;
            imaginary1[x] = turnedI;
        }
    }

    /** Sum and difference of two numbers, the second of which is turned by an angle. */
    private static void join(float[][] real, float[][] imaginary, int first, int second, int angle) {
        final float[] real0 = real[first];
        final float[] real1 = real[second];
        final float[] imaginary0 = imaginary[first];
        final float[] imaginary1 = imaginary[second];
        final float cosine = COSINES[angle];
        final float sine = SINES[angle];
        final float minusSine = -sine;
        for (int x = 0; x < LENGTH; x++) {
            final float a = real0[x];
            final float b = real1[x];
            final float c = imaginary0[x];
            final float d = imaginary1[x];
            float turnedR = cosine * b;
            turnedR = Math.fma(minusSine, d, turnedR);
            float turnedI = cosine * d;
            turnedI = Math.fma(sine, b, turnedI);
            real0[x] = a + turnedR;
            real1[x] = a - turnedR;
            imaginary0[x] = c + turnedI;
            imaginary1[x] = c - turnedI;
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
