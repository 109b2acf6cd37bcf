package org.convlayers.arithmetic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/** Layers with whole numbers in them. */
final class Examples {
    private Examples() {}

    /** The same numbers for rows and columns. */
    static Window window(int k, int p, int s, int d) {
        return new Window(
                Extent.filled(2, k), Extent.filled(2, s), Extent.filled(2, d), Padding.symmetric(Extent.filled(2, p)));
    }

    /** One channel to one, without a bias. */
    static LayerArithmetic convolution(int i, int k, int p, int s, int d) {
        Layer layer = new Convolution(1, 1, window(k, p, s, d), EdgeMode.ZEROS, 1, false);
        return of(layer, random(List.of(1, i, i), new Random(i)), 1);
    }

    /** One channel to one, without a bias. */
    static LayerArithmetic transposed(int i, int k, int p, int s, int d, int a) {
        Layer layer = new TransposedConvolution(1, 1, window(k, p, s, d), Extent.filled(2, a), 1, false);
        return of(layer, random(List.of(1, i, i), new Random(i)), 1);
    }

    /** A layer with random weights. */
    static LayerArithmetic of(Layer layer, Tensor input, long seed) {
        Network network = Network.sequence(List.of(layer));
        return LayerArithmetic.stages(network, weights(network, seed), input).get(0);
    }

    /** Whole numbers for all parameters. */
    static Weights weights(Network network, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new HashMap<>();
        network.parameters().forEach(parameter -> tensors.put(parameter.name(), random(parameter.shape(), random)));
        return new Weights(network, tensors);
    }

    /** Whole numbers from -9 to 9. */
    static Tensor random(List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(19) - 9;
        }
        return new Tensor(values, shape);
    }

    /** A layer with a given kernel. */
    static LayerArithmetic withKernel(Window window, EdgeMode edges, float[] kernel, float[] input) {
        Network network = Network.sequence(List.of(new Convolution(1, 1, window, edges, 1, false)));
        int k = window.kernelSize().get(0);
        Weights weights = new Weights(network, Map.of("0.weight", new Tensor(kernel, List.of(1, 1, k, k))));
        int side = (int) Math.sqrt(input.length);
        return LayerArithmetic.stages(network, weights, new Tensor(input, List.of(1, side, side)))
                .get(0);
    }
}
