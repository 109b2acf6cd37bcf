package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.Fourier;
import org.convlayers.engine.memory.Scratch;

/** A square of complex numbers, or its transform, in scratch memory. For one thread. */
final class FourierPicture implements AutoCloseable {
    private final Scratch scratch;
    private final float[][] real;
    private final float[][] imaginary;

    /** Takes memory. */
    FourierPicture(Scratch scratch) {
        this.scratch = scratch;
        real = scratch.takeStrips(Fourier.LENGTH);
        imaginary = scratch.takeStrips(Fourier.LENGTH);
    }

    /** The real (0) or the imaginary (1) parts: a strip for each row. */
    float[][] half(int half) {
        return half == 0 ? real : imaginary;
    }

    /** Makes all numbers zero. */
    void clear() {
        for (int i = 0; i < Fourier.LENGTH; i++) {
            Arrays.fill(real[i], 0);
            Arrays.fill(imaginary[i], 0);
        }
    }

    /** Transforms rows and columns; may be cancelled. */
    void transform() {
        scratch.checkCancelled();
        transform(real, imaginary);
    }

    /** Transforms rows and columns; strips and lanes change places. */
    static void transform(float[][] real, float[][] imaginary) {
        Fourier.forward(real, imaginary);
        Fourier.transpose(real);
        Fourier.transpose(imaginary);
        Fourier.forward(real, imaginary);
    }

    /** Undoes {@link #transform}, but for a factor; may be cancelled. */
    void transformBack() {
        scratch.checkCancelled();
        Fourier.backward(real, imaginary);
        Fourier.transpose(real);
        Fourier.transpose(imaginary);
        Fourier.backward(real, imaginary);
    }

    /** Adds the transform of another picture's correlation with a kernel. */
    void addProducts(FourierPicture other, FourierSpectrum kernel) {
        for (int i = 0; i < Fourier.LENGTH; i++) {
            Fourier.addProducts(
                    other.real[i], other.imaginary[i], kernel.real()[i], kernel.imaginary()[i], real[i], imaginary[i]);
        }
    }

    @Override
    public void close() {
        scratch.giveStrips(imaginary);
        scratch.giveStrips(real);
    }
}
