package org.convlayers.app;

import java.util.List;

/**
 * How long a network took.
 *
 * @param firstMillis the first run, in milliseconds: with the choice of algorithms, the packing of weights, and the
 *     allocation of the result
 * @param millis each of the rounds, in milliseconds and in order; at least one
 * @param threads the number of threads
 * @param algorithms how each layer was computed, in order
 */
public record NetworkTiming(double firstMillis, List<Double> millis, int threads, List<String> algorithms) {
    /** Copies the lists. */
    public NetworkTiming {
        millis = List.copyOf(millis);
        algorithms = List.copyOf(algorithms);
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("a timing needs at least one round");
        }
    }

    /** The median of the rounds; of an even number of them the mean of the two in the middle. */
    public double medianMillis() {
        double[] sorted = sorted();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The fastest round. */
    public double minMillis() {
        return sorted()[0];
    }

    private double[] sorted() {
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
