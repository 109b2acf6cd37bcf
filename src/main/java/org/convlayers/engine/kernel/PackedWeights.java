package org.convlayers.engine.kernel;

import java.util.Arrays;

/**
 * A matrix of weights, stored in the order in which microkernels read it: the product of this matrix and strips of taps is
 * what every convolution comes down to.
 *
 * <p>Rows (output channels) are taken in groups of the microkernels' sizes. For many threads once all weights are set.
 */
public final class PackedWeights {
    /**
     * Tables of taps are filled up with strips of zeros to a multiple of this, which suits every microkernel; parts of a table but
     * the last one have to have a multiple of as many taps.
     */
    public static final int TAP_UNIT = 9;

    /** How many taps are {@linkplain #setTaps set} together: every microkernel takes a multiple of them at a time. */
    public static final int TAPS_AT_ONCE = 3;

    /**
     * The weight that fills up taps: its product with a zero is -0, which added to any number, -0 too, leaves its bits, so
     * that sums are the same whatever group they fall into.
     */
    public static final float NO_WEIGHT = -0f;

    /** A product for a single sum takes so much longer: nothing but the sum stays in registers. */
    private static final double COST_OF_SINGLE_SUMS = 2.5;

    private final MicroKernel[] kernels;
    private final int[] firstRows;
    private final int[] offsets;
    private final int[] tapEnds;
    private final int rows;
    private final float[] weights;

    private PackedWeights(int rows, int taps, float[] memory) {
        this.rows = rows;
        int groups = 0;
        for (int row = 0; row < rows; groups++) {
            row += nextRows(rows - row);
        }
        kernels = new MicroKernel[groups];
        firstRows = new int[groups];
        offsets = new int[groups];
        tapEnds = new int[groups];
        weights = memory;
        int row = 0;
        int offset = 0;
        for (int group = 0; group < groups; group++) {
            MicroKernel kernel = MicroKernel.next(rows - row);
            kernels[group] = kernel;
            firstRows[group] = row;
            offsets[group] = offset;
            tapEnds[group] = roundUp(taps, kernel.taps());
            row += kernel.rows();
            offset += kernel.rows() * tapEnds[group];
        }
    }

    /**
     * Packs a part of a matrix.
     *
     * @param matrix holds weight (row, tap) at {@code start + row * stride + tap}
     * @param start where the part begins
     * @param stride the distance of the matrix' rows
     * @param rows the number of rows
     * @param taps the number of taps (columns) of the part
     */
    public static PackedWeights of(float[] matrix, int start, int stride, int rows, int taps) {
        PackedWeights packed = new PackedWeights(rows, taps, new float[length(rows, taps)]);
        for (int group = 0; group < packed.groups(); group++) {
            packed.pack(group, matrix, start, stride, taps);
        }
        return packed;
    }

    /**
     * A matrix whose weights are to be {@linkplain #setTaps set}.
     *
     * @param memory at least {@link #length} values, which are used
     */
    public static PackedWeights in(float[] memory, int rows, int taps) {
        Arrays.fill(memory, 0, length(rows, taps), NO_WEIGHT);
        return new PackedWeights(rows, taps, memory);
    }

    /** How many values a matrix takes. */
    public static int length(int rows, int taps) {
        int length = 0;
        for (int row = 0; row < rows; ) {
            MicroKernel kernel = MicroKernel.next(rows - row);
            length = Math.addExact(length, Math.multiplyExact(kernel.rows(), roundUp(taps, kernel.taps())));
            row += kernel.rows();
        }
        return length;
    }

    /**
     * Sets the weights of {@link #TAPS_AT_ONCE} taps.
     *
     * @param first the first of them, a multiple of their number
     * @param values for each tap the weights of all rows; some of these arrays
     * @param at the array of the first tap
     * @param step how much further that of the next one is
     * @param from where the weights begin in each
     */
    public void setTaps(int first, float[][] values, int at, int step, int from) {
        if (first % TAPS_AT_ONCE != 0) {
            throw new IllegalArgumentException("taps are set " + TAPS_AT_ONCE + " at a time, but got " + first);
        }
        float[] tap0 = values[at];
        float[] tap1 = values[at + step];
        float[] tap2 = values[at + 2 * step];
        int row = from;
        for (int group = 0; group < kernels.length; group++) {
            int taps = kernels[group].taps();
            int to = offsets[group] + first / taps * kernels[group].rows() * taps + first % taps;
            for (int end = row + rows(group); row < end; row++, to += taps) {
                weights[to] = tap0[row];
                weights[to + 1] = tap1[row];
                weights[to + 2] = tap2[row];
            }
        }
    }

    private void pack(int group, float[] matrix, int start, int stride, int taps) {
        MicroKernel kernel = kernels[group];
        int to = offsets[group];
        int firstRow = firstRows[group];
        for (int first = 0; first < tapEnds[group]; first += kernel.taps()) {
            for (int row = firstRow; row < firstRow + kernel.rows(); row++) {
                for (int tap = first; tap < first + kernel.taps(); tap++) {
                    weights[to++] = row < rows && tap < taps ? matrix[start + row * stride + tap] : NO_WEIGHT;
                }
            }
        }
    }

    private static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }

    /** How many of the next {@code left} rows form a group. */
    public static int nextRows(int left) {
        return Math.min(left, MicroKernel.next(left).rows());
    }

    /** How long it takes to multiply a matrix with strips, in products of a weight and a strip by the fastest microkernel. */
    public static double cost(int rows, int taps) {
        double cost = 0;
        for (int row = 0; row < rows; ) {
            MicroKernel kernel = MicroKernel.next(rows - row);
            cost += kernel.rows() * roundUp(taps, kernel.taps()) * (kernel.rows() == 1 ? COST_OF_SINGLE_SUMS : 1);
            row += kernel.rows();
        }
        return cost;
    }

    /** How long a table of {@code taps} strips must be; what follows the taps must be strips of zeros. */
    public static int tableLength(int taps) {
        return roundUp(taps, TAP_UNIT);
    }

    /** A table of {@code taps} strips, from {@code first} on, and zeros. */
    public static float[][] table(float[][] strips, int first, int taps, float[] zeros) {
        float[][] table = new float[tableLength(taps)][];
        Arrays.fill(table, zeros);
        System.arraycopy(strips, first, table, 0, taps);
        return table;
    }

    /** The number of groups of rows. */
    public int groups() {
        return kernels.length;
    }

    /** The first row of a group. */
    public int firstRow(int group) {
        return firstRows[group];
    }

    /** The number of rows of a group. */
    public int rows(int group) {
        return Math.min(kernels[group].rows(), rows - firstRows[group]);
    }

    /** The number of rows of all groups. */
    public int rows() {
        return rows;
    }

    /**
     * Adds the products of a group's rows and the taps to the group's sums, tap after tap.
     *
     * @param taps a table of {@link #tableLength} strips, which begins at {@code from}
     * @param length the lanes
     * @param sums strips of sums, one for each row of the group's microkernel from {@code at} on; modified
     */
    void multiply(int group, float[][] taps, int from, StripLength length, float[][] sums, int at) {
        kernels[group].run(length.loops(), taps, from, from + tapEnds[group], sums, at, weights, offsets[group]);
    }

    /**
     * The same with sums in accumulators.
     *
     * @param sums whose first rows are the sums, and of two the third is of no use; modified
     */
    public void multiply(int group, float[][] taps, int from, StripLength length, Accumulators sums) {
        kernels[group].run(length.loops(), taps, from, from + tapEnds[group], sums, weights, offsets[group]);
    }

    /**
     * The same with sums that are copied to accumulators and back where that is faster.
     *
     * @param sums strips of sums, one for each row of the group from {@code at} on; modified
     */
    public void multiply(
            int group, float[][] taps, int from, StripLength length, float[][] sums, int at, Accumulators memory) {
        if (rows(group) < kernels[group].rows() || Accumulators.pay(tapEnds[group], 2, length)) {
            memory.load(sums, at, rows(group), length);
            multiply(group, taps, from, length, memory);
            memory.store(sums, at, rows(group), length);
        } else {
            multiply(group, taps, from, length, sums, at);
        }
    }
}
