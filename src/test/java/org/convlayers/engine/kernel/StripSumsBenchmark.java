package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Sums of strips. */
public class StripSumsBenchmark extends StripBenchmark {
    private static final int STRIPS = 4;

    private float[][] strips;
    private float[] sum;

    @Setup
    public void prepare() {
        strips = strips(STRIPS, 0.5f);
        sum = Strip.allocate();
    }

    @Benchmark
    public float[] add() {
        StripSums.add(strips[0], sum);
        return sum;
    }

    @Benchmark
    public float[] move() {
        StripSums.move(sum, strips[0]);
        return strips[0];
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
