package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;

/**
 * A layer that multiplies a kernel with the pixels that its taps meet and sums over the channels of a group: convolution,
 * transposed convolution, and, with kernels of ones and zeros, pixel shuffle.
 *
 * <p>y[c, u] = b[c] + sum_j sum_a w[c, j, a] x[g C_in/G + j, source(u, a)]; a tap that meets no pixel finds {@code beyond}.
 */
final class KernelLayer implements LocalLayer {
    private final Taps taps;
    private final double[][] weights;
    private final double[] bias;
    private final int groups;
    private final double beyond;

    /**
     * Takes what it is made of.
     *
     * @param taps the pixels that the taps meet
     * @param weights by output channel: the kernels of the channels of its group, one after the other
     * @param bias of each output channel
     * @param groups G
     * @param beyond what lies beyond the border
     */
    KernelLayer(Taps taps, double[][] weights, double[] bias, int groups, double beyond) {
        this.taps = taps;
        this.weights = weights;
        this.bias = bias;
        this.groups = groups;
        this.beyond = beyond;
    }

    @Override
    public void compute(List<Maps> inputs, Maps output, Runnable look) {
        double[][] x = inputs.get(0).values();
        double[][] y = output.values();
        int inGroup = x.length / groups;
        int outGroup = y.length / groups;
        int kernel = taps.kernelSize();
        double[] patch = new double[inGroup * kernel];
        taps.forEachPixel(look, (place, pixel) -> {
            for (int group = 0; group < groups; group++) {
                Arrays.fill(patch, beyond);
                for (int j = 0; j < inGroup; j++) {
                    double[] map = x[group * inGroup + j];
                    for (int i = 0; i < pixel.count(); i++) {
                        patch[j * kernel + pixel.number(i)] = map[pixel.source(i)];
                    }
                }
                for (int c = group * outGroup; c < (group + 1) * outGroup; c++) {
                    y[c][place] = bias[c] + dot(weights[c], patch);
                }
            }
        });
    }

    /** Four sums at a time, as the next addition has to wait for the one before. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public void pullBack(List<Maps> inputs, Maps gradient, List<Maps> sinks, Runnable look) {
        double[][] g = gradient.values();
        double[][] sink = sinks.get(0).values();
        int inGroup = sink.length / groups;
        int outGroup = g.length / groups;
        int kernel = taps.kernelSize();
        double[] patch = new double[inGroup * kernel];
        taps.forEachPixel(look, (place, pixel) -> {
            for (int group = 0; group < groups; group++) {
                Arrays.fill(patch, 0);
                for (int c = group * outGroup; c < (group + 1) * outGroup; c++) {
                    addProduct(g[c][place], weights[c], patch);
                }
                for (int j = 0; j < inGroup; j++) {
                    double[] map = sink[group * inGroup + j];
                    for (int i = 0; i < pixel.count(); i++) {
                        map[pixel.source(i)] += patch[j * kernel + pixel.number(i)];
                    }
                }
            }
        });
    }

    private static void addProduct(double factor, double[] values, double[] sums) {
        if (factor == 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            sums[i] += factor * values[i];
        }
    }
}
