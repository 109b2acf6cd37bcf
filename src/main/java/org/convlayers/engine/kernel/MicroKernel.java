package org.convlayers.engine.kernel;

/**
 * Products of weights and strips, added to a few strips of sums: sum[r] += w[r, 0] tap[0] + w[r, 1] tap[1] + … in each
 * lane, one fused multiply-add after the other in the order of the taps. Every kernel makes the same chain for a sum, so
 * that sums do not depend on which of them computes it.
 */
enum MicroKernel {
    /** Four sums, three taps at a time: the fastest, seven strips in the first-level cache. */
    ROWS_4(4, 3) {
        @Override
        void run(Loops loops, float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            loops.fourSums(taps, from, to, sums, row, weights, offset);
        }

        @Override
        void run(Loops loops, float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset) {
            loops.fourSums(taps, from, to, sums, weights, offset);
        }
    },

    /**
     * Three sums, three taps at a time: makes up numbers of sums that four does not divide. Two sums are computed as three: faster
     * than one after the other, and than a loop over two, which is too short.
     */
    ROWS_3(3, 3) {
        @Override
        void run(Loops loops, float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            loops.threeSums(taps, from, to, sums, row, weights, offset);
        }

        @Override
        void run(Loops loops, float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset) {
            loops.threeSums(taps, from, to, sums, weights, offset);
        }
    },

    /** One sum, nine taps at a time: depthwise layers, and single sums that are left over. */
    ROW_1(1, 9) {
        @Override
        void run(Loops loops, float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
            loops.oneSum(taps, from, to, sums, row, weights, offset);
        }

        @Override
        void run(Loops loops, float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset) {
            loops.oneSum(taps, from, to, sums, weights, offset);
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
        return left == ROW_1.rows ? ROW_1 : ROWS_3;
    }

    /** How many sums are computed together; there may be one less than that. */
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
     * @param loops those for the length of the strips
     * @param taps strips of input values
     * @param sums strips of sums, modified from {@code row} on
     * @param weights for each {@link #taps()} taps the weights of the first sum, then of the next
     * @param offset where the weights begin
     */
    abstract void run(
            Loops loops, float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** The same with the sums in the first rows of accumulators. */
    abstract void run(Loops loops, float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset);
}
