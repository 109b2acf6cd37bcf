package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Activations made of e^x, on one strip. */
public class ExponentialsBenchmark extends StripBenchmark {
    private float[] values;

    @Setup
    public void prepare() {
        values = strips(1, 0.5f)[0];
    }

    @Benchmark
    public float[] sigmoid() {
        Exponentials.sigmoid(values, 0, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] silu() {
        Exponentials.silu(values, 0, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] tanh() {
        Exponentials.tanh(values, 0, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] elu() {
        Exponentials.elu(values, 0, Strip.LENGTH, 1, 1);
        return values;
    }

    @Benchmark
    public float[] mish() {
        Exponentials.mish(values, 0, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] geluTanh() {
        Exponentials.geluTanh(values, 0, Strip.LENGTH);
        return values;
    }

    @Benchmark
    public float[] gelu() {
        Exponentials.gelu(values, 0, Strip.LENGTH);
        return values;
    }
}
