package org.convlayers.engine.kernel;

/**
 * Products of weights and strips, added to a few strips of sums: sum[r] += w[r, 0] tap[0] + w[r, 1] tap[1] + … in each
 * lane, one fused multiply-add after the other in the order of the taps. Every kernel makes the same chain for a sum, so
 * that sums do not depend on which of them computes it.
 *
 * <p>The JIT compilers of Java 17 and of newer versions turn these loops into SIMD code because all arrays are indexed by
 * the same x, the trip count is a constant, and the method holds one nest of loops and nothing else. Two nests in a
 * method, a check of the arrays' lengths, four taps, or being inlined into a caller made Java 17 five times slower. A method
 * of more than 325 bytes of bytecode is not inlined (the JIT's FreqInlineSize), which these are; a test holds them to it.
 * Two rows by three taps would be too short: two sums are computed one by one.
 */
enum MicroKernel {
    /** Four sums, three taps at a time: the fastest, seven strips in the first-level cache. */
    ROWS_4(4, 3) {
        @Override
        void run(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            final float[] sum0 = sums[row];
            final float[] sum1 = sums[row + 1];
            final float[] sum2 = sums[row + 2];
            final float[] sum3 = sums[row + 3];
            int w = offset;
            for (int t = from; t < to; t += 3) {
                final float[] tap0 = taps[t];
                final float[] tap1 = taps[t + 1];
                final float[] tap2 = taps[t + 2];
                final float w00 = weights[w];
                final float w01 = weights[w + 1];
                final float w02 = weights[w + 2];
                final float w10 = weights[w + 3];
                final float w11 = weights[w + 4];
                final float w12 = weights[w + 5];
                final float w20 = weights[w + 6];
                final float w21 = weights[w + 7];
                final float w22 = weights[w + 8];
                final float w30 = weights[w + 9];
                final float w31 = weights[w + 10];
                final float w32 = weights[w + 11];
                w += 12;
                for (int x = 0; x < Strip.LENGTH; x++) {
                    final float u0 = tap0[x];
                    final float u1 = tap1[x];
                    final float u2 = tap2[x];
                    float s0 = sum0[x];
                    s0 = Math.fma(w00, u0, s0);
                    s0 = Math.fma(w01, u1, s0);
                    s0 = Math.fma(w02, u2, s0);
                    sum0[x] = s0;
                    float s1 = sum1[x];
                    s1 = Math.fma(w10, u0, s1);
                    s1 = Math.fma(w11, u1, s1);
                    s1 = Math.fma(w12, u2, s1);
                    sum1[x] = s1;
                    float s2 = sum2[x];
                    s2 = Math.fma(w20, u0, s2);
                    s2 = Math.fma(w21, u1, s2);
                    s2 = Math.fma(w22, u2, s2);
                    sum2[x] = s2;
                    float s3 = sum3[x];
                    s3 = Math.fma(w30, u0, s3);
                    s3 = Math.fma(w31, u1, s3);
                    s3 = Math.fma(w32, u2, s3);
                    sum3[x] = s3;
                }
            }
        }
    },

    /** Three sums, three taps at a time: makes up numbers of sums that four does not divide. */
    ROWS_3(3, 3) {
        @Override
        void run(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            final float[] sum0 = sums[row];
            final float[] sum1 = sums[row + 1];
            final float[] sum2 = sums[row + 2];
            int w = offset;
            for (int t = from; t < to; t += 3) {
                final float[] tap0 = taps[t];
                final float[] tap1 = taps[t + 1];
                final float[] tap2 = taps[t + 2];
                final float w00 = weights[w];
                final float w01 = weights[w + 1];
                final float w02 = weights[w + 2];
                final float w10 = weights[w + 3];
                final float w11 = weights[w + 4];
                final float w12 = weights[w + 5];
                final float w20 = weights[w + 6];
                final float w21 = weights[w + 7];
                final float w22 = weights[w + 8];
                w += 9;
                for (int x = 0; x < Strip.LENGTH; x++) {
                    final float u0 = tap0[x];
                    final float u1 = tap1[x];
                    final float u2 = tap2[x];
                    float s0 = sum0[x];
                    s0 = Math.fma(w00, u0, s0);
                    s0 = Math.fma(w01, u1, s0);
                    s0 = Math.fma(w02, u2, s0);
                    sum0[x] = s0;
                    float s1 = sum1[x];
                    s1 = Math.fma(w10, u0, s1);
                    s1 = Math.fma(w11, u1, s1);
                    s1 = Math.fma(w12, u2, s1);
                    sum1[x] = s1;
                    float s2 = sum2[x];
                    s2 = Math.fma(w20, u0, s2);
                    s2 = Math.fma(w21, u1, s2);
                    s2 = Math.fma(w22, u2, s2);
                    sum2[x] = s2;
                }
            }
        }
    },

    /** One sum, nine taps at a time: depthwise layers, and single sums that are left over. */
    ROW_1(1, 9) {
        @Override
        void run(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            final float[] sum = sums[row];
            int w = offset;
            for (int t = from; t < to; t += 9) {
                final float[] tap0 = taps[t];
                final float[] tap1 = taps[t + 1];
                final float[] tap2 = taps[t + 2];
                final float[] tap3 = taps[t + 3];
                final float[] tap4 = taps[t + 4];
                final float[] tap5 = taps[t + 5];
                final float[] tap6 = taps[t + 6];
                final float[] tap7 = taps[t + 7];
                final float[] tap8 = taps[t + 8];
                final float w0 = weights[w];
                final float w1 = weights[w + 1];
                final float w2 = weights[w + 2];
                final float w3 = weights[w + 3];
                final float w4 = weights[w + 4];
                final float w5 = weights[w + 5];
                final float w6 = weights[w + 6];
                final float w7 = weights[w + 7];
                final float w8 = weights[w + 8];
                w += 9;
                for (int x = 0; x < Strip.LENGTH; x++) {
                    float s = sum[x];
                    s = Math.fma(w0, tap0[x], s);
                    s = Math.fma(w1, tap1[x], s);
                    s = Math.fma(w2, tap2[x], s);
                    s = Math.fma(w3, tap3[x], s);
                    s = Math.fma(w4, tap4[x], s);
                    s = Math.fma(w5, tap5[x], s);
                    s = Math.fma(w6, tap6[x], s);
                    s = Math.fma(w7, tap7[x], s);
                    s = Math.fma(w8, tap8[x], s);
                    sum[x] = s;
                }
            }
        }
    };

    private final int rows;
    private final int taps;

    MicroKernel(int rows, int taps) {
        this.rows = rows;
        this.taps = taps;
    }

    /** The kernel for the next of {@code left} sums. */
    static MicroKernel next(int left) {
        if (left % ROWS_4.rows == 0 || left == 5) {
            return ROWS_4;
        }
        return left < ROWS_3.rows ? ROW_1 : ROWS_3;
    }

    /** How many sums are computed together. */
    int rows() {
        return rows;
    }

    /** How many taps are taken at a time. */
    int taps() {
        return taps;
    }

    /**
     * Adds the products of the taps {@code from} to {@code to - 1}, whose number is a multiple of {@link #taps()}, to
     * {@link #rows()} sums.
     *
     * @param taps strips of input values
     * @param sums strips of sums, modified from {@code row} on
     * @param weights for each {@link #taps()} taps the weights of the first sum, then of the next
     * @param offset where the weights begin
     */
    abstract void run(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);
}
