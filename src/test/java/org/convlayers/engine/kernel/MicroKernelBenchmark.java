package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each microkernel by itself, on strips in the first-level cache and the second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MicroKernelBenchmark {
    /** A multiple of what every kernel takes at a time: a 3x3 kernel on 4 channels. */
    private static final int TAPS = 36;

    private static final int MAX_ROWS = 4;

    @Param({"ROWS_4", "ROWS_3", "ROW_1"})
    public String name;

    private MicroKernel kernel;
    private float[][] taps;
    private float[][] sums;
    private float[] weights;

    @Setup
    public void prepare() {
        kernel = MicroKernel.valueOf(name);
        taps = new float[TAPS][];
        Arrays.setAll(taps, i -> Strip.allocate());
        for (float[] tap : taps) {
            Arrays.fill(tap, 0.5f);
        }
        sums = new float[MAX_ROWS][];
        Arrays.setAll(sums, i -> Strip.allocate());
        weights = new float[TAPS * MAX_ROWS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? 1 : -1; // so that sums stay small
        }
    }

    /** {@value #TAPS} taps for each of the kernel's sums. */
    @Benchmark
    public float[][] multiply() {
        kernel.run(taps, 0, TAPS, sums, 0, weights, 0);
        return sums;
    }
}
