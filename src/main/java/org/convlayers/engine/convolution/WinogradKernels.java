package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.Winograd;

/** Transforms kernels for tiles: G g G^T in double precision, for many kernels g side by side. For one thread. */
final class WinogradKernels {
    private final int taps;
    private final int side;
    private final double[][] factors;
    private final double[][] kernels;
    private final double[][] rows;
    private final double[] sums;
    private final float[][] transformed;

    /**
     * Takes memory.
     *
     * @param winograd the transforms of both axes
     * @param most how many kernels are transformed together at most
     */
    WinogradKernels(Winograd winograd, int most) {
        taps = winograd.taps();
        side = winograd.products();
        factors = new double[side][];
        Arrays.setAll(factors, winograd::weights);
        kernels = new double[taps * taps][most];
        rows = new double[taps * side][most];
        sums = new double[most];
        transformed = new float[side * side][most];
    }

    /**
     * Transforms kernels.
     *
     * @param weights hold the first kernel from {@code at} on, row by row
     * @param step how much further the next one begins
     * @param count how many there are
     * @return for each product, counted row by row, its weights by kernel; used again by the next call
     */
    float[][] transform(float[] weights, int at, int step, int count) {
        for (int tap = 0; tap < kernels.length; tap++) {
            double[] values = kernels[tap];
            for (int i = 0; i < count; i++) {
                values[i] = weights[at + i * step + tap];
            }
        }
        for (int ky = 0; ky < taps; ky++) {
            for (int j = 0; j < side; j++) {
                combine(j, kernels, ky * taps, 1, rows[ky * side + j], count);
            }
        }
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                combine(i, rows, j, side, sums, count);
                float[] to = transformed[i * side + j];
                for (int kernel = 0; kernel < count; kernel++) {
                    to[kernel] = (float) sums[kernel];
                }
            }
        }
        return transformed;
    }

    /** An element of G g, where the taps of g are some of many arrays. */
    private void combine(int product, double[][] filters, int first, int step, double[] sum, int count) {
        double begin = factors[product][0];
        double[] filter = filters[first];
        for (int i = 0; i < count; i++) {
            sum[i] = begin * filter[i];
        }
        for (int tap = 1; tap < taps; tap++) {
            addMultiple(factors[product][tap], filters[first + tap * step], sum, count);
        }
    }

    private static void addMultiple(double factor, double[] filter, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += factor * filter[i];
        }
    }
}
