package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sums of strips. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StripSumsBenchmark {
    private static final int STRIPS = 4;

    private float[][] strips;
    private float[] sum;

    @Setup
    public void prepare() {
        strips = new float[STRIPS][];
        Arrays.setAll(strips, i -> Strip.allocate());
        for (float[] strip : strips) {
            Arrays.fill(strip, 0.5f);
        }
        sum = Strip.allocate();
    }

    @Benchmark
    public float[] add() {
        StripSums.add(strips[0], sum);
        return sum;
    }

    @Benchmark
    public float[] checkFinite() {
        StripSums.checkFinite(strips, 0, sum);
        return sum;
    }

    @Benchmark
    public float[] checkSize() {
        StripSums.checkSize(strips[0], sum);
        return sum;
    }
}
