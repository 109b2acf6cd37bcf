package org.convlayers.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.engine.kernel.ExponentialsBenchmark;
import org.convlayers.engine.kernel.FourierBenchmark;
import org.convlayers.engine.kernel.MicroKernelBenchmark;
import org.convlayers.engine.kernel.RowReductionBenchmark;
import org.convlayers.engine.kernel.StripLength;
import org.convlayers.engine.kernel.StripSumsBenchmark;
import org.convlayers.engine.kernel.WinogradBenchmark;
import org.convlayers.ij.field.LiveFieldBenchmark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks run; how fast is not asked here. */
class BenchmarksTest {
    /** In accumulators and in strips. */
    private static final int WAYS_TO_SUM = 2;

    @BeforeAll
    static void shareTheMachine() {
        // JMH refuses to run twice on a machine, which is right for times, and not for a look whether it runs.
        System.setProperty("jmh.ignoreLock", "true");
    }

    private static ChainedOptionsBuilder once(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        results.forEach(result -> assertTrue(result.getPrimaryResult().getScore() > 0, result::toString));
        return results;
    }

    @Test
    void microkernelsRun() throws Exception {
        assertEquals(
                WAYS_TO_SUM * names(MicroKernelBenchmark.class).size() * StripLength.values().length,
                run(once(MicroKernelBenchmark.class)).size());
    }

    @Test
    void transformsRun() throws Exception {
        assertEquals(4, run(once(WinogradBenchmark.class)).size());
        assertEquals(4, run(once(FourierBenchmark.class)).size());
    }

    @Test
    void sumsRun() throws Exception {
        assertEquals(4, run(once(StripSumsBenchmark.class)).size());
    }

    @Test
    void reductionsRun() throws Exception {
        assertEquals(6, run(once(RowReductionBenchmark.class)).size());
    }

    @Test
    void activationsRun() throws Exception {
        assertEquals(7, run(once(ExponentialsBenchmark.class)).size());
    }

    @Test
    void layersRun() throws Exception {
        assertEquals(
                2, run(once(LayerBenchmark.class).param("name", "A128", "E128")).size());
    }

    @Test
    void liveFieldsRun() throws Exception {
        assertEquals(9, run(once(LiveFieldBenchmark.class)).size());
    }

    @Test
    void allCasesAreTimed() throws Exception {
        assertEquals(BenchmarkCase.ALL.stream().map(BenchmarkCase::name).toList(), names(LayerBenchmark.class));
    }

    private static List<String> names(Class<?> benchmark) throws NoSuchFieldException {
        return Arrays.asList(
                benchmark.getField("name").getAnnotation(Param.class).value());
    }
}
