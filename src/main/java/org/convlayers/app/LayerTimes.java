package org.convlayers.app;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLongArray;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Network;

/**
 * Measures how long each layer of a network takes while it is applied; layers that are computed together with others count
 * with the first of them.
 *
 * <p>What the threads are busy with is summed up and divided by their number, so that the times of all layers make the time of
 * the run, but for reading, writing and waiting.
 */
public final class LayerTimes implements Monitor {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Network network;
    private final Monitor monitor;
    private final AtomicLongArray nanos;

    /**
     * Nothing measured yet.
     *
     * @param network what is applied
     * @param monitor who is told everything else
     */
    public LayerTimes(Network network, Monitor monitor) {
        this.network = network;
        this.monitor = monitor;
        nanos = new AtomicLongArray(network.nodes().size());
    }

    @Override
    public boolean isCancelled() {
        return monitor.isCancelled();
    }

    @Override
    public void progress(double done) {
        monitor.progress(done);
    }

    @Override
    public void computed(int node, long taken) {
        nanos.addAndGet(node, taken);
        monitor.computed(node, taken);
    }

    /** Forgets what was measured, as if nothing had run. */
    void reset() {
        for (int i = 0; i < nanos.length(); i++) {
            nanos.set(i, 0);
        }
    }

    /**
     * What was measured.
     *
     * @param threads how many there were
     * @param runs how often the network was applied
     */
    public Measured measured(int threads, int runs) {
        return node -> {
            long sum = nanos.get(network.indexOf(node));
            return sum == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / NANOS_PER_MILLI / threads / runs);
        };
    }

    /** How long layers took. */
    @FunctionalInterface
    public interface Measured {
        /**
         * The milliseconds of a layer for one run; empty if it was computed together with another one.
         *
         * @param layer its name
         */
        OptionalDouble millis(String layer);

        /** The milliseconds of all layers of a network for one run. */
        default double millis(NetworkSummary summary) {
            return summary.layers().stream()
                    .mapToDouble(row -> millis(row.name()).orElse(0))
                    .sum();
        }

        /**
         * Floating-point operations in a second, in 10^9; empty for layers that have none to count.
         *
         * @param row the layer
         */
        default OptionalDouble gigaflops(NetworkSummary.Row row) {
            OptionalDouble millis = millis(row.name());
            return millis.isPresent() && row.macs() > 0
                    ? OptionalDouble.of(row.flops().doubleValue() / millis.getAsDouble() / NANOS_PER_MILLI)
                    : OptionalDouble.empty();
        }
    }
}
