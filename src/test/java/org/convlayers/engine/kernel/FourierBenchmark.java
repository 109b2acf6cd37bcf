package org.convlayers.engine.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The transform of all lanes along the strips, the exchange of both, and the products of spectra. */
public class FourierBenchmark extends StripBenchmark {
    private float[][] real;
    private float[][] imaginary;
    private float[] sumReal;
    private float[] sumImaginary;

    /** Zeros: transforms in place do not make them grow. */
    @Setup
    public void prepare() {
        real = strips(Fourier.LENGTH, 0);
        imaginary = strips(Fourier.LENGTH, 0);
        sumReal = Strip.allocate();
        sumImaginary = Strip.allocate();
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
    public float[][] transpose() {
        Fourier.transpose(real);
        return real;
    }

    @Benchmark
    public float[] addProducts() {
        Fourier.addProducts(real[0], imaginary[0], real[1], imaginary[1], sumReal, sumImaginary);
        return sumReal;
    }
}
