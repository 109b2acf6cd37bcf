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

/** The transform of all lanes along the strips, and the products of spectra. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FourierBenchmark {
    private float[][] real;
    private float[][] imaginary;
    private float[] sumReal;
    private float[] sumImaginary;

    /** Zeros: transforms in place do not make them grow. */
    @Setup
    public void prepare() {
        real = strips();
        imaginary = strips();
        sumReal = Strip.allocate();
        sumImaginary = Strip.allocate();
    }

    private static float[][] strips() {
        float[][] strips = new float[Fourier.LENGTH][];
        Arrays.setAll(strips, i -> Strip.allocate());
        return strips;
    }

    @Benchmark
    public float[][] forward() {
        Fourier.forward(real, imaginary);
        return real;
    }

    @Benchmark
    public float[][] backward() {
        Fourier.backward(real, imaginary);
        return real;
    }

    @Benchmark
    public float[] addProducts() {
        Fourier.addProducts(real[0], imaginary[0], real[1], imaginary[1], sumReal, sumImaginary);
        return sumReal;
    }
}
