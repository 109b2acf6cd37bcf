package org.convlayers.app;

import java.util.List;

/**
 * How long each of several equal runs took.
 *
 * @param millis the runs in order, in milliseconds; at least one
 */
public record RunTimes(List<Double> millis) {
    /** Copies the list. */
    public RunTimes {
        millis = List.copyOf(millis);
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("times of at least one run are needed");
        }
    }

    /** The median; of an even number of runs the mean of the two in the middle. */
    public double median() {
        double[] sorted = sorted();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The fastest run. */
    public double min() {
        return sorted()[0];
    }

    private double[] sorted() {
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
