package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.TileRunner;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/**
 * Times a network on random weights and a random input in memory.
 *
 * <p>A runner keeps its plan, its scratch memory and its result from run to run, as those do that networks are compared
 * with. It runs on the threads of the {@code net.imglib2.parallel.Parallelization} context in which it was made.
 */
public final class NetworkBenchmark {
    /** By then the JIT has compiled the inner loops. */
    private static final long WARM_UP_NANOS = 1_500_000_000L;

    /** The more code there is, the later the JIT has compiled all of it. */
    private static final long WARM_UP_NANOS_PER_LAYER = 40_000_000L;

    private static final int WARM_UP_RUNS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final NetworkPlan plan;
    private final LayerTimes times;
    private final ArraySource source;
    private final List<ArraySink> sinks;
    private final Tiling tiling;
    private final TileRunner runner;
    private final int threads;

    private NetworkBenchmark(Network network, NetworkPlan plan, ArraySource source, Monitor monitor) {
        ParallelWorkers workers = ParallelWorkers.ofContext();
        this.plan = plan;
        times = new LayerTimes(network, monitor);
        this.source = source;
        threads = workers.parallelism();
        sinks = plan.outputs().shapes().stream()
                .map(shape -> new ArraySink(shape, source.items()))
                .toList();
        tiling = NetworkRun.decide(plan, source.items(), TileChoice.AUTO).tiling();
        runner = new TileRunner(plan, workers, times);
    }

    /**
     * Times a network, the first run included.
     *
     * @param network the layers of all outputs
     * @param input the shape of the input
     * @param rounds how many runs are timed after the first one and the warm-up, at least 1
     * @param monitor is told the progress of each run, and may cancel
     * @throws org.convlayers.shape.ShapeException if the network does not take the input
     */
    public static NetworkTiming time(NetworkOutputs network, FeatureShape input, int rounds, Monitor monitor) {
        SeparateOutputs separate = network.separate();
        ArraySource source = new ArraySource(input, randomPlanes(input));
        long begin = System.nanoTime();
        NetworkBenchmark benchmark = of(FilledNetwork.random(separate.network()), separate.outputs(), source, monitor);
        benchmark.run();
        double first = millisSince(begin);
        benchmark.warmUp();
        benchmark.times.reset();
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            begin = System.nanoTime();
            benchmark.run();
            millis.add(millisSince(begin));
        }
        return new NetworkTiming(
                first,
                new RunTimes(millis),
                benchmark.threads,
                NetworkSummary.of(network.layers(), benchmark.plan),
                benchmark.times.measured(benchmark.threads, rounds));
    }

    /** A runner of a network on an input in memory. */
    public static NetworkBenchmark of(FilledNetwork filled, ArraySource source) {
        return of(filled, List.of(filled.network().output().name()), source, Monitor.NONE);
    }

    private static NetworkBenchmark of(
            FilledNetwork filled, List<String> outputs, ArraySource source, Monitor monitor) {
        return new NetworkBenchmark(
                filled.network(),
                NetworkRun.plan(filled.network(), filled.weights(), outputs, source.shape(), Precision.FLOAT32),
                source,
                monitor);
    }

    /** Values between -1 and 1 in the planes of one item, the same each time. */
    public static float[][][][] randomPlanes(FeatureShape shape) {
        int[] size = shape.spatial().to3D(1).toArray();
        float[][][][] planes = new float[1][shape.channels()][size[0]][Math.multiplyExact(size[1], size[2])];
        SplittableRandom random = new SplittableRandom(1);
        for (float[][] channel : planes[0]) {
            for (float[] plane : channel) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (float) (2 * random.nextDouble() - 1);
                }
            }
        }
        return planes;
    }

    /** Computes the outputs once. */
    public void run() {
        runner.run(source, List.copyOf(sinks), tiling);
    }

    /** The first output of the last run, by item, channel and depth. */
    public float[][][][] output() {
        return sinks.get(0).planes();
    }

    private void warmUp() {
        long begin = System.nanoTime();
        long nanos = WARM_UP_NANOS + plan.steps().size() * WARM_UP_NANOS_PER_LAYER;
        for (int i = 0; i < WARM_UP_RUNS || System.nanoTime() - begin < nanos; i++) {
            run();
        }
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }
}
