package org.convlayers.gradient;

import java.util.Arrays;

/** y_i = e^x_i / sum_k e^x_k, or its logarithm, of values that belong together. */
record SoftmaxRule(boolean logarithm) {
    /** The values y. */
    double[] apply(double[] x) {
        double largest = Arrays.stream(x).max().orElse(0);
        double sum = Arrays.stream(x).map(value -> Math.exp(value - largest)).sum();
        return Arrays.stream(x)
                .map(value -> logarithm ? value - largest - Math.log(sum) : Math.exp(value - largest) / sum)
                .toArray();
    }

    /** The gradient by x: y_i (g_i - sum_k g_k y_k), or g_i - e^y_i sum_k g_k for the logarithm. */
    double[] pullBack(double[] x, double[] g) {
        double[] y = apply(x);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += logarithm ? g[i] : g[i] * y[i];
        }
        double[] gradient = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            gradient[i] = logarithm ? g[i] - Math.exp(y[i]) * sum : y[i] * (g[i] - sum);
        }
        return gradient;
    }
}
