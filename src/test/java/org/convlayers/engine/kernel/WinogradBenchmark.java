package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Winograd's transforms of one strip. */
public class WinogradBenchmark extends StripBenchmark {
    @Param
    public Winograd winograd;

    private float[][] inputs;
    private float[][] transformed;
    private float[][] outputs;
    private float[] check;

    @Setup
    public void prepare() {
        inputs = strips(winograd.products(), 0.5f);
        transformed = strips(winograd.products(), 0.25f);
        outputs = strips(Winograd.SUMS, 0);
        check = Strip.allocate();
    }

    @Benchmark
    public float[][] transformInputs() {
        winograd.transformInputs(StripLength.FULL, inputs, 0, 1, transformed, 0, 1);
        return transformed;
    }

    @Benchmark
    public float[][] transformProducts() {
        winograd.transformProducts(StripLength.FULL, transformed, 0, 1, outputs, check);
        return outputs;
    }
}
