package org.convlayers.engine.convolution;

import org.convlayers.engine.layer.WindowAxis;

/** The kernels of a layer that computes maps of which an axis and the columns are exchanged. */
final class KernelExchange {
    private KernelExchange() {}

    /**
     * Exchanges axes of all kernels.
     *
     * @param weight the weights, each kernel in the order (kz, ky, kx)
     * @param axes the layer's axes (D, H, W)
     * @param axis the axis to be exchanged with W: 0 or 1 for D or H
     * @return the weights in the order of the exchanged axes
     */
    static float[] exchanged(float[] weight, WindowAxis[] axes, int axis) {
        int outer = axes[axis].kernel();
        int between = axis == 0 ? axes[1].kernel() : 1;
        int columns = axes[2].kernel();
        float[] exchanged = new float[weight.length];
        int from = 0;
        for (int start = 0; start < weight.length; start += outer * between * columns) {
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
