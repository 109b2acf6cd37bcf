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

/** Winograd's transforms of one strip. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WinogradBenchmark {
    private float[][] inputs;
    private float[][] transformed;
    private float[][] outputs;
    private float[] check;

    @Setup
    public void prepare() {
        inputs = arrays(Winograd.PRODUCTS, 0.5f);
        transformed = arrays(Winograd.PRODUCTS, 0.25f);
        outputs = arrays(Winograd.OUTPUTS, 0);
        check = Strip.allocate();
    }

    private static float[][] arrays(int count, float value) {
        float[][] arrays = new float[count][];
        for (int i = 0; i < count; i++) {
            arrays[i] = Winograd.allocateInput();
            Arrays.fill(arrays[i], value);
        }
        return arrays;
    }

    @Benchmark
    public float[][] transformInputs() {
        Winograd.transformInputs(inputs, 0, 1, transformed, 0);
        return transformed;
    }

    @Benchmark
    public float[][] transformProducts() {
        Winograd.transformProducts(transformed, 0, 1, outputs, check);
        return outputs;
    }
}
