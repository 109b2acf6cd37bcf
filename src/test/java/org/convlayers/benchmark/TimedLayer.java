package org.convlayers.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/**
 * A layer on a random map, ready to be timed on the calling thread.
 *
 * @param network what runs
 * @param inputs the number of values of its input
 * @param outputs the number of values of its output
 * @param macs the number of its multiply-accumulates
 */
record TimedLayer(NetworkBenchmark network, double inputs, double outputs, double macs) {
    /** The fastest of so many runs counts. */
    private static final int RUNS = 25;

    private static final long WARM_UP_NANOS = 400_000_000L;

    /** Runs are timed so many at once that the clock's steps do not matter. */
    private static final double LEAST_NANOS = 50_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Makes one ready.
     *
     * @param layer the layer as text
     * @param size the shape of its input as text
     */
    static TimedLayer of(String layer, String size) {
        BenchmarkCase timed = new BenchmarkCase(layer, layer, size);
        FeatureShape input = timed.input();
        Network network = timed.network();
        ArraySource source = new ArraySource(input, NetworkBenchmark.randomPlanes(input));
        return new TimedLayer(
                NetworkBenchmark.of(FilledNetwork.random(network), source),
                input.elements(),
                network.outputShape(input).elements(),
                network.macs(input));
    }

    /**
     * Compares layers on one thread, those whose texts begin with one of the arguments, or all if there are none.
     *
     * @param <T> layers that are compared together
     * @param text their text
     * @param compare prints times, and adds what is too slow
     * @throws IllegalStateException naming what is too slow
     */
    static <T> void compareAll(
            List<T> all, Function<T, String> text, String[] arguments, BiConsumer<T, List<String>> compare) {
        List<String> bad = new ArrayList<>();
        ParallelWorkers.withThreads(
                1,
                () -> all.stream()
                        .filter(layers -> arguments.length == 0
                                || Arrays.stream(arguments).anyMatch(text.apply(layers)::startsWith))
                        .forEach(layers -> compare.accept(layers, bad)));
        if (!bad.isEmpty()) {
            throw new IllegalStateException("slower than round ones: " + String.join("; ", bad));
        }
    }

    /** The time of a run in nanoseconds. */
    double nanos() {
        long begin = THREADS.getCurrentThreadCpuTime();
        int warm = 0;
        while (THREADS.getCurrentThreadCpuTime() < begin + WARM_UP_NANOS) {
            network.run();
            warm++;
        }
        int together = (int) Math.ceil(LEAST_NANOS * warm / WARM_UP_NANOS);
        double best = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
            begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < together; i++) {
                network.run();
            }
            best = Math.min(best, (double) (THREADS.getCurrentThreadCpuTime() - begin) / together);
        }
        return best;
    }

    /** How many values there are in units of those of another map: of its input or of its output, whichever are more. */
    double valuesOf(TimedLayer other) {
        return Math.max(inputs / other.inputs, outputs / other.outputs);
    }
}
