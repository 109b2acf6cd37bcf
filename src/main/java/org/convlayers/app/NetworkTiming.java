package org.convlayers.app;

import java.util.List;

/**
 * How long a network took.
 *
 * @param firstMillis the first run, in milliseconds: with the choice of algorithms, the packing of weights, and the
 *     allocation of the result
 * @param rounds the runs after the warm-up
 * @param threads the number of threads
 * @param algorithms how each layer was computed, in order
 */
public record NetworkTiming(double firstMillis, RunTimes rounds, int threads, List<String> algorithms) {
    /** Copies the list. */
    public NetworkTiming {
        algorithms = List.copyOf(algorithms);
    }
}
