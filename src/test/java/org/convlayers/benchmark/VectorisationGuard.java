package org.convlayers.benchmark;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.convlayers.engine.kernel.MicroKernelBenchmark;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Notices when the JIT no longer turns a loop into SIMD code, which costs 5 to 8 times and nothing else would tell: each
 * microkernel, and a layer of each kind, must be faster than in a JVM that is told not to vectorise. Not a unit test,
 * because it takes minutes and a quiet machine: {@code ./mvnw -Pbenchmark} runs it, on the JDK that runs Maven.
 */
public final class VectorisationGuard {
    /** What is lost falls to 1. With 4 lanes (SSE, NEON) microkernels are about 3 times faster, with 8 or 16 lanes 3 to 15 times. */
    private static final double MIN_GAIN = 1.6;

    /** Layers also copy and store, pooling above all, which gains half as much again. */
    private static final double MIN_GAIN_OF_LAYERS = 1.3;

    /** They are watched because a kernel may lose its SIMD code by being inlined; arithmetic is most of their time. */
    private static final String[] LAYERS = {"A128", "B64", "C32", "D32", "E128", "F2", "G", "H15", "I", "J"};

    /** No JIT turns them into SIMD code: they look at every other value, or exchange rows and columns. */
    private static final String WITH_GAPS = "(combineEvery|combinePairs|transpose)$";

    private VectorisationGuard() {}

    /**
     * Prints the gains, and fails if one is too small.
     *
     * @throws IllegalStateException naming the benchmarks that are no longer vectorised
     */
    public static void main(String[] arguments) throws RunnerException {
        StringBuilder lost = new StringBuilder();
        gains(new OptionsBuilder()
                        .include(MicroKernelBenchmark.class.getPackageName() + "\\.")
                        .exclude(WITH_GAPS))
                .forEach((name, gain) -> check(name, gain, MIN_GAIN, lost));
        gains(new OptionsBuilder()
                        .include(LayerBenchmark.class.getName() + "\\.")
                        .param("name", LAYERS))
                .forEach((name, gain) -> check(name, gain, MIN_GAIN_OF_LAYERS, lost));
        if (!lost.isEmpty()) {
            throw new IllegalStateException("no longer vectorised:" + lost);
        }
    }

    private static void check(String name, double gain, double minGain, StringBuilder lost) {
        System.out.printf(Locale.ROOT, "%-60s %5.1f times faster than without SIMD%n", name, gain);
        if (!(gain >= minGain)) {
            lost.append(' ').append(name);
        }
    }

    private static Map<String, Double> gains(ChainedOptionsBuilder benchmark) throws RunnerException {
        Map<String, Double> with = scores(benchmark);
        Map<String, Double> without =
                scores(new OptionsBuilder().parent(benchmark.build()).jvmArgsAppend("-XX:-UseSuperWord"));
        Map<String, Double> gains = new LinkedHashMap<>();
        with.forEach((name, time) -> gains.put(name, without.get(name) / time));
        return gains;
    }

    /** The shortest time of each benchmark, in a JVM of its own: the others say how busy the machine is. */
    private static Map<String, Double> scores(ChainedOptionsBuilder benchmark) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(benchmark.build())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(40)
                        .measurementTime(TimeValue.milliseconds(25))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, Double> scores = new LinkedHashMap<>();
        for (RunResult run : results) {
            Result<?> result = run.getPrimaryResult();
            StringBuilder name = new StringBuilder(result.getLabel());
            run.getParams()
                    .getParamsKeys()
                    .forEach(key -> name.append(' ').append(run.getParams().getParam(key)));
            scores.put(name.toString(), result.getStatistics().getMin());
        }
        return scores;
    }
}
