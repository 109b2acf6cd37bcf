package org.convlayers.app;

import java.util.List;

/**
 * How long a network took.
 *
 * @param firstMillis the first run, in milliseconds: with the choice of algorithms, the packing of weights, and the
 *     allocation of the result
 * @param rounds the runs after the warm-up
 * @param threads the number of threads
 * @param summary what the layers give and cost
 * @param layers how long each layer took, in the mean over the runs after the warm-up
 */
public record NetworkTiming(
        double firstMillis, RunTimes rounds, int threads, NetworkSummary summary, LayerTimes.Measured layers) {
    /** How each layer was computed, in order. */
    public List<String> algorithms() {
        return summary.layers().stream().map(NetworkSummary.Row::algorithm).toList();
    }
}
