package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What pooling does with rows. */
public class RowReductionBenchmark extends StripBenchmark {
    @Param
    public RowReduction reduction;

    private float[] values;
    private float[] others;

    /** Zeros: sums do not grow. */
    @Setup
    public void prepare() {
        values = strips(1, 0)[0];
        others = strips(1, 0)[0];
    }

    @Benchmark
    public float[] combine() {
        reduction.combine(values, others, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] combineEvery() {
        reduction.combineEvery(values, others, 0, 3, Strip.LENGTH / 3);
        return values;
    }

    @Benchmark
    public float[] combinePairs() {
        reduction.combinePairs(values, others, Strip.LENGTH / 2);
        return values;
    }
}
