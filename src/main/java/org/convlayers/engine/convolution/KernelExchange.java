package org.convlayers.engine.convolution;

import org.convlayers.engine.layer.WindowAxis;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.PerAxis;

/** The kernels of a layer that computes maps of which an axis and the columns are exchanged. */
final class KernelExchange {
    /** After so many kernels it asks whether to go on. */
    private static final int KERNELS_AT_ONCE = 1 << 14;

    private KernelExchange() {}

    /**
     * Exchanges axes of all kernels.
     *
     * @param weight the weights, each kernel in the order (kz, ky, kx)
     * @param axes the layer's axes (D, H, W)
     * @param axis the axis to be exchanged with W: 0 or 1 for D or H
     * @param scratch says whether to go on
     * @return the weights in the order of the exchanged axes
     */
    static float[] exchanged(float[] weight, PerAxis<WindowAxis> axes, int axis, Scratch scratch) {
        int outer = axes.axis(axis).kernel();
        int between = axis == 0 ? axes.height().kernel() : 1;
        int columns = axes.width().kernel();
        float[] exchanged = new float[weight.length];
        int from = 0;
        int size = outer * between * columns;
        for (int start = 0; start < weight.length; start += size) {
            if (start / size % KERNELS_AT_ONCE == 0) {
                scratch.checkCancelled();
            }
            for (int i = 0; i < outer; i++) {
                for (int j = 0; j < between; j++) {
                    for (int x = 0; x < columns; x++, from++) {
                        exchanged[start + (x * between + j) * outer + i] = weight[from];
                    }
                }
            }
        }
        return exchanged;
    }
}
