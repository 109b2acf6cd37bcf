package org.convlayers.gradient;

import java.util.Arrays;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.weights.Weights;

/** The parameters of the layers of a network, by output channel. */
final class LayerWeights {
    private final Network network;
    private final Weights weights;

    /**
     * Prepares a network.
     *
     * @param network the layers
     * @param weights their parameters
     */
    LayerWeights(Network network, Weights weights) {
        this.network = network;
        this.weights = weights;
    }

    /** A parameter of a node as it lies there; not to be changed. */
    float[] parameter(int node, String name) {
        return weights.get(network.nodes().get(node).name() + "." + name).data();
    }

    /** A number for each channel: a parameter of a node, or the same for all if it has none. */
    double[] ofChannels(int node, int channels, boolean isPresent, String name, double otherwise) {
        double[] values = new double[channels];
        float[] given = isPresent ? parameter(node, name) : new float[0];
        Arrays.setAll(values, c -> isPresent ? given[c] : otherwise);
        return values;
    }

    /** The kernels of a convolution: for each output channel, in the order (input channel of its group, kz, ky, kx). */
    double[][] kernels(int node, Convolution layer) {
        float[] weight = parameter(node, "weight");
        int length = weight.length / layer.outChannels();
        double[][] kernels = new double[layer.outChannels()][length];
        for (int i = 0; i < weight.length; i++) {
            kernels[i / length][i % length] = weight[i];
        }
        return kernels;
    }

    /** Those of a transposed convolution in the same order; they lie in the weight by input channel. */
    double[][] kernels(int node, TransposedConvolution layer) {
        float[] weight = parameter(node, "weight");
        int taps = Math.toIntExact(layer.window().kernelSize().product());
        int inGroup = layer.inChannels() / layer.groups();
        int outGroup = layer.outChannels() / layer.groups();
        double[][] kernels = new double[layer.outChannels()][inGroup * taps];
        for (int i = 0; i < weight.length; i++) {
            int in = i / taps / outGroup;
            int out = in / inGroup * outGroup + i / taps % outGroup;
            kernels[out][in % inGroup * taps + i % taps] = weight[i];
        }
        return kernels;
    }

    /** The absolute values of kernels. */
    static double[][] absolute(double[][] kernels) {
        return Arrays.stream(kernels)
                .map(kernel -> Arrays.stream(kernel).map(Math::abs).toArray())
                .toArray(double[][]::new);
    }
}
