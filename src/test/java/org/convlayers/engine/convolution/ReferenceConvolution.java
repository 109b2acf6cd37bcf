package org.convlayers.engine.convolution;

import org.convlayers.layer.Convolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;

/**
 * A convolution written down from its formula, in double precision, one output value at a time: the oracle of the fast one.
 *
 * <p>y[c, u] = b[c] + sum_j sum_a w[c, j, a] x[g C_in/G + j, u s - p_b + a d], g = floor(c / (C_out/G)).
 */
final class ReferenceConvolution {
    /** A value, and the sum of the magnitudes of what it is the sum of, which its rounding error is in proportion to. */
    record Value(double sum, double magnitude) {}

    private final Convolution layer;
    private final int[] size;
    private final int[] kernel;
    private final int[] stride;
    private final int[] dilation;
    private final int[] padding;
    private final float[] weight;
    private final float[] bias;
    private final float[][][] input;

    /** @param input planes [channel][depth] of rows without gaps */
    ReferenceConvolution(Convolution layer, Extent spatial, float[] weight, float[] bias, float[][][] input) {
        this.layer = layer;
        Margins margins = layer.window().margins(spatial);
        size = spatial.to3D(1).toArray();
        kernel = layer.window().kernelSize().to3D(1).toArray();
        stride = layer.window().stride().to3D(1).toArray();
        dilation = layer.window().dilation().to3D(1).toArray();
        padding = margins.begin().to3D(0).toArray();
        this.weight = weight;
        this.bias = bias;
        this.input = input;
    }

    Value at(int channel, int z, int y, int x) {
        int inputs = layer.inChannels() / layer.groups();
        int group = channel / (layer.outChannels() / layer.groups());
        double sum = bias[channel];
        double magnitude = Math.abs(sum);
        int w = channel * inputs * kernel[0] * kernel[1] * kernel[2];
        for (int j = 0; j < inputs; j++) {
            for (int kz = 0; kz < kernel[0]; kz++) {
                for (int ky = 0; ky < kernel[1]; ky++) {
                    for (int kx = 0; kx < kernel[2]; kx++) {
                        double product = (double) weight[w++]
                                * padded(
                                        group * inputs + j,
                                        z * stride[0] - padding[0] + kz * dilation[0],
                                        y * stride[1] - padding[1] + ky * dilation[1],
                                        x * stride[2] - padding[2] + kx * dilation[2]);
                        sum += product;
                        magnitude += Math.abs(product);
                    }
                }
            }
        }
        return new Value(sum, magnitude);
    }

    private double padded(int channel, int z, int y, int x) {
        int[] at = {z, y, x};
        for (int axis = 0; axis < 3; axis++) {
            int n = size[axis];
            int i = at[axis];
            if (i >= 0 && i < n) {
                continue;
            }
            EdgeMode.Rule rule = layer.edges().rule();
            if (rule == EdgeMode.Rule.ZEROS || rule == EdgeMode.Rule.CONSTANT) {
                return layer.edges().value();
            }
            at[axis] = switch (rule) {
                case REFLECT -> i < 0 ? -i : 2 * n - 2 - i;
                case REPLICATE -> i < 0 ? 0 : n - 1;
                case CIRCULAR -> i < 0 ? i + n : i - n;
                case MIRROR -> i < 0 ? -i - 1 : 2 * n - 1 - i;
                default -> throw new AssertionError(rule);
            };
        }
        return input[channel][at[0]][at[1] * size[2] + at[2]];
    }
}
