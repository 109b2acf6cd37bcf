package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Each microkernel by itself, on strips in the first-level cache and the second. */
public class MicroKernelBenchmark extends StripBenchmark {
    /** A multiple of what every kernel takes at a time: a 3x3 kernel on 4 channels. */
    private static final int TAPS = 36;

    private static final int MAX_ROWS = 4;

    @Param({"ROWS_4", "ROWS_3", "ROW_1"})
    public String name;

    @Param({"QUARTER", "THREE_EIGHTHS", "HALF", "FIVE_EIGHTHS", "THREE_QUARTERS", "FULL"})
    public String length;

    private MicroKernel kernel;
    private Loops loops;
    private float[][] taps;
    private float[][] sums;
    private Accumulators accumulators;
    private float[] weights;

    @Setup
    public void prepare() {
        kernel = MicroKernel.valueOf(name);
        loops = StripLength.valueOf(length).loops();
        taps = strips(TAPS, 0.5f);
        sums = strips(MAX_ROWS, 0);
        accumulators = new Accumulators();
        weights = new float[TAPS * MAX_ROWS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? 1 : -1; // so that sums stay small
        }
    }

    /** {@value #TAPS} taps for each of the kernel's sums, in accumulators. */
    @Benchmark
    public float[] accumulate() {
        kernel.run(loops, taps, 0, TAPS, accumulators, weights, 0);
        return accumulators.values();
    }

    /** {@value #TAPS} taps for each of the kernel's sums, in strips. */
    @Benchmark
    public float[][] multiply() {
        kernel.run(loops, taps, 0, TAPS, sums, 0, weights, 0);
        return sums;
    }
}
