package org.convlayers.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/**
 * What standard convolutions cost beside depthwise separable ones that give maps of the same shape: a standard convolution of
 * the network beside the separable one it could be, or two layers that are a separable one beside the standard one that they
 * stand for.
 *
 * <p>Separable is a kernel for each channel, then a kernel of 1; both have biases if the standard one has. The ratio of
 * multiply-accumulates is 1/outChannels + 1/prod(kernel). Source: Howard et al., MobileNets, arXiv:1704.04861.
 *
 * @param layers the layer, or depthwise and pointwise layer, by name
 * @param standard what one convolution costs
 * @param separable what the two cost
 */
public record SeparableComparison(List<String> layers, Cost standard, Cost separable) {
    /**
     * A cost.
     *
     * @param parameters the number of parameters
     * @param macs the number of multiply-accumulates for one item
     */
    public record Cost(long parameters, long macs) {}

    /** Copies the list. */
    public SeparableComparison {
        layers = List.copyOf(layers);
    }

    /** separable.macs / standard.macs. */
    public double ratio() {
        return (double) separable.macs / standard.macs;
    }

    /**
     * All that can be compared in a network, in its order.
     *
     * @param network the layers
     * @param shapes the output shapes of the nodes
     */
    static List<SeparableComparison> of(Network network, List<FeatureShape> shapes) {
        Map<String, Network.Node> depthwise = new HashMap<>(); // by the name of the node that gives its values
        List<SeparableComparison> found = new ArrayList<>();
        for (Network.Node node : network.nodes()) {
            Optional<Network.Node> first =
                    Optional.ofNullable(depthwise.get(node.inputs().get(0)));
            if (node.layer() instanceof Convolution layer) {
                long pixels = shapes.get(network.indexOf(node.name())).spatial().product();
                if (isDepthwise(layer)) {
                    depthwise.put(node.name(), node);
                } else if (isPointwise(layer)) {
                    first.flatMap(before -> ofPair(before, node, pixels)).ifPresent(found::add);
                } else if (layer.groups() == 1 && !hasKernelOfOne(layer)) {
                    ofStandard(node.name(), layer, pixels).ifPresent(found::add);
                }
            } else if (node.layer().isPointwise()) {
                first.ifPresent(before -> depthwise.put(node.name(), before));
            }
        }
        return List.copyOf(found);
    }

    private static boolean hasKernelOfOne(Convolution layer) {
        return layer.window().kernelSize().isAll(1);
    }

    private static boolean isDepthwise(Convolution layer) {
        return layer.groups() > 1 && layer.groups() == layer.inChannels() && !hasKernelOfOne(layer);
    }

    private static boolean isPointwise(Convolution layer) {
        return layer.groups() == 1
                && hasKernelOfOne(layer)
                && layer.window().stride().isAll(1);
    }

    private static Optional<SeparableComparison> ofStandard(String name, Convolution layer, long pixels) {
        Sizes sizes = new Sizes(layer, layer.outChannels(), layer.inChannels(), pixels);
        return compare(List.of(name), sizes, layer.bias(), layer.bias());
    }

    private static Optional<SeparableComparison> ofPair(Network.Node first, Network.Node second, long pixels) {
        Convolution depthwise = (Convolution) first.layer();
        Convolution pointwise = (Convolution) second.layer();
        Sizes sizes = new Sizes(depthwise, pointwise.outChannels(), depthwise.outChannels(), pixels);
        return compare(List.of(first.name(), second.name()), sizes, depthwise.bias(), pointwise.bias());
    }

    private static Optional<SeparableComparison> compare(
            List<String> layers, Sizes sizes, boolean depthwiseBias, boolean pointwiseBias) {
        try {
            return Optional.of(new SeparableComparison(
                    layers, sizes.standard(pointwiseBias), sizes.separable(depthwiseBias, pointwiseBias)));
        } catch (ArithmeticException e) {
            return Optional.empty(); // what does not exist may cost more than can be counted
        }
    }

    /**
     * What the costs follow from.
     *
     * @param in channels taken
     * @param out channels given
     * @param between channels between the two stages
     * @param taps the pixels of the kernel
     * @param pixels of the output
     */
    private record Sizes(long in, long out, long between, long taps, long pixels) {
        Sizes(Convolution spatial, long out, long between, long pixels) {
            this(
                    spatial.inChannels(),
                    out,
                    between,
                    spatial.window().kernelSize().product(),
                    pixels);
        }

        Cost standard(boolean bias) {
            long weights = product(in, out, taps);
            return new Cost(weights + (bias ? out : 0), product(weights, pixels));
        }

        Cost separable(boolean depthwiseBias, boolean pointwiseBias) {
            long weights = Math.addExact(product(between, taps), product(between, out));
            return new Cost(
                    weights + (depthwiseBias ? between : 0) + (pointwiseBias ? out : 0), product(weights, pixels));
        }

        private static long product(long... factors) {
            return Arrays.stream(factors).reduce(1, Math::multiplyExact);
        }
    }
}
