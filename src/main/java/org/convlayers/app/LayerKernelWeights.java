package org.convlayers.app;

import java.util.Arrays;
import java.util.List;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.Extent;
import org.convlayers.weights.Tensor;

/**
 * The kernels of a convolution, transposed or not: which output channel meets which input channel with which weights.
 *
 * @param layer the layer's name
 * @param size the size of a kernel on three axes (D, H, W)
 * @param outChannels how many output channels there are
 * @param inputs how many input channels each of them meets: those of its group
 * @param groups how many groups there are
 * @param weights the weights, kernel by kernel, by output channel and then by input channel of its group
 */
public record LayerKernelWeights(
        String layer, Extent size, int outChannels, int inputs, int groups, List<float[]> weights) {
    /** Copies the list. */
    public LayerKernelWeights {
        weights = List.copyOf(weights);
    }

    /** The weights with which an output channel meets an input channel of its group, row by row; not a copy. */
    public float[] kernel(int out, int input) {
        return weights.get(out * inputs + input);
    }

    /** The number of an input channel in the whole input. */
    public int channel(int out, int input) {
        return out / (outChannels / groups) * inputs + input;
    }

    /** The largest absolute weight that is finite, or 1 if all are 0. */
    public float largest() {
        float largest = 0;
        for (float[] kernel : weights) {
            for (float weight : kernel) {
                largest = Float.isFinite(weight) ? Math.max(largest, Math.abs(weight)) : largest;
            }
        }
        return largest == 0 ? 1 : largest;
    }

    /**
     * The kernels of a layer.
     *
     * @param filled the network
     * @param name the layer's name; empty for the first one that has kernels
     * @throws IllegalArgumentException if there is no such layer, or it has no kernels; the message lists those that have
     */
    public static LayerKernelWeights of(FilledNetwork filled, String name) {
        Network network = filled.network();
        List<String> withKernels = network.nodes().stream()
                .filter(node -> node.layer() instanceof Convolution || node.layer() instanceof TransposedConvolution)
                .map(Network.Node::name)
                .toList();
        if (withKernels.isEmpty()) {
            throw new IllegalArgumentException("the network has no convolution, and so no kernels");
        }
        String chosen = name.isEmpty() ? withKernels.get(0) : name;
        Layer layer = network.nodes().get(network.indexOf(chosen)).layer();
        if (!withKernels.contains(chosen)) {
            throw new IllegalArgumentException(
                    "layer '" + chosen + "' has no kernels; the layers that have are " + withKernels);
        }
        Tensor weight = filled.weights().get(chosen + ".weight");
        return layer instanceof Convolution convolution
                ? of(chosen, convolution, weight)
                : of(chosen, (TransposedConvolution) layer, weight);
    }

    private static LayerKernelWeights of(String name, Convolution layer, Tensor weight) {
        Extent size = layer.window().kernelSize();
        int taps = (int) size.product();
        int inputs = layer.inChannels() / layer.groups();
        float[][] kernels = new float[layer.outChannels() * inputs][];
        Arrays.setAll(kernels, i -> Arrays.copyOfRange(weight.data(), i * taps, (i + 1) * taps));
        return new LayerKernelWeights(
                name, size.to3D(1), layer.outChannels(), inputs, layer.groups(), List.of(kernels));
    }

    /** Its weights are [inChannels, outChannels/groups, k...]. */
    private static LayerKernelWeights of(String name, TransposedConvolution layer, Tensor weight) {
        Extent size = layer.window().kernelSize();
        int taps = (int) size.product();
        int inputs = layer.inChannels() / layer.groups();
        int outputs = layer.outChannels() / layer.groups();
        float[][] kernels = new float[layer.outChannels() * inputs][];
        Arrays.setAll(kernels, i -> {
            int out = i / inputs;
            int in = out / outputs * inputs + i % inputs;
            int from = (in * outputs + out % outputs) * taps;
            return Arrays.copyOfRange(weight.data(), from, from + taps);
        });
        return new LayerKernelWeights(
                name, size.to3D(1), layer.outChannels(), inputs, layer.groups(), List.of(kernels));
    }
}
