package org.convlayers.weights;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;

/**
 * PyTorch's default initialisation: weight and bias of convolutions uniform in +-1/sqrt(fan_in), where fan_in is
 * weight.shape[1] times the pixels of the kernel; the parameters of other layers constant.
 *
 * <p>The numbers are not PyTorch's, only their distribution. Each parameter has its own sequence, made from the seed and
 * its name: a layer keeps its numbers when others are added, or filled from elsewhere. Source: torch.nn.Conv2d; He et al.,
 * arXiv:1502.01852, whose name PyTorch's kaiming_uniform_ bears.
 */
final class KaimingInitializer implements Initializer {
    @Override
    public Weights initialize(Network network, long seed) {
        return new Weights(network, tensors(network, seed));
    }

    /** All parameters of a network under their state_dict names, in a map that may be changed. */
    static Map<String, Tensor> tensors(Network network, long seed) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (Network.Node node : network.nodes()) {
            Map<String, List<Integer>> shapes = node.layer().parameters().stream()
                    .collect(Collectors.toMap(Layer.Parameter::name, Layer.Parameter::shape));
            shapes.forEach((name, shape) -> {
                String path = node.name() + "." + name;
                OptionalDouble constant = node.layer().initialValue(name);
                tensors.put(
                        path,
                        constant.isPresent()
                                ? filled(shape, constant.getAsDouble())
                                : uniform(shape, bound(shapes.get("weight")), new SplitMix64(seed, path)));
            });
        }
        return tensors;
    }

    private static double bound(List<Integer> weightShape) {
        double fanIn =
                weightShape.stream().skip(1).mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        return 1 / Math.sqrt(fanIn);
    }

    private static Tensor filled(List<Integer> shape, double value) {
        float[] data = new float[shape.stream().reduce(1, Math::multiplyExact)];
        Arrays.fill(data, (float) value);
        return new Tensor(data, shape);
    }

    private static Tensor uniform(List<Integer> shape, double bound, SplitMix64 random) {
        float[] data = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return new Tensor(data, shape);
    }
}
