package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.Fourier;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.memory.Scratch;

/** The Fourier transform of a kernel, divided by what transforms there and back multiply by. Immutable. */
final class FourierSpectrum {
    private final float[][] real = new float[Fourier.LENGTH][];
    private final float[][] imaginary = new float[Fourier.LENGTH][];

    /**
     * Transforms a kernel.
     *
     * @param layer the layer
     * @param start where the kernel's weights [ky, kx] begin
     */
    FourierSpectrum(BoundConvolution layer, int start) {
        for (int i = 0; i < Fourier.LENGTH; i++) {
            real[i] = Strip.allocate();
            imaginary[i] = Strip.allocate();
        }
        int width = layer.width().kernel();
        float[] weight = layer.weight(new Scratch());
        float scale = 1f / (Fourier.LENGTH * Fourier.LENGTH);
        for (int i = 0; i < layer.height().kernel() * width; i++) {
            int lane = i % width * layer.width().dilation();
            real[i / width * layer.height().dilation()][lane] = weight[start + i] * scale;
        }
        FourierPicture.transform(real, imaginary);
    }

    /** The real parts: strips along x, lanes along y, both in the order of {@link Fourier}. Not to be changed. */
    float[][] real() {
        return real;
    }

    /** The imaginary parts alike. */
    float[][] imaginary() {
        return imaginary;
    }
}
