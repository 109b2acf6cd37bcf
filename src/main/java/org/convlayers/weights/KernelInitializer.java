package org.convlayers.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.WeightedLayer;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;

/**
 * Gives kernels to the convolutions that look at more than one pixel, with a bias of 0 where they have one, and leaves the
 * others kaiming: the depthwise stage of a separable layer is filled, the pointwise one mixes at random. The only
 * convolution of a network is filled whatever its size.
 */
final class KernelInitializer implements Initializer {
    private final String name;
    private final Function<Optional<Extent>, Kernels> kernels;
    private final Optional<TensorInitializer> parameters;

    /**
     * Names the source.
     *
     * @param name the {@code weights} text, for messages
     * @param kernels the kernels for a wanted size; where they have a size of their own they come in that
     */
    KernelInitializer(String name, Function<Optional<Extent>, Kernels> kernels) {
        this(name, kernels, Optional.empty());
    }

    private KernelInitializer(
            String name, Function<Optional<Extent>, Kernels> kernels, Optional<TensorInitializer> parameters) {
        this.name = WeightSourceText.inOneLine(name);
        this.kernels = kernels;
        this.parameters = parameters;
    }

    /**
     * For the only tensor of a file, which looks like kernels.
     *
     * @param parameters takes it as what it also may be, the only parameter of a network without convolutions
     */
    static KernelInitializer of(String name, Kernels kernels, TensorInitializer parameters) {
        return new KernelInitializer(name, size -> kernels, Optional.of(parameters));
    }

    /** For kernels of one size. */
    static KernelInitializer of(String name, Kernels kernels) {
        return new KernelInitializer(name, size -> kernels);
    }

    @Override
    public FixedShape ofOnlyLayer(String layer, Optional<Extent> kernelSize) {
        Kernels made = kernels.apply(kernelSize);
        return new FixedShape(OptionalInt.of(made.count()), OptionalInt.empty(), Optional.of(made.size()), false);
    }

    @Override
    public FixedShape ofOnlyTransposed(String layer, Optional<Extent> kernelSize) {
        return ofOnlyLayer(layer, kernelSize);
    }

    @Override
    public FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        boolean pointwise = kernelSize.map(size -> size.isAll(1)).orElse(false);
        return pointwise ? FixedShape.FREE : ofOnlyLayer(layer, kernelSize);
    }

    @Override
    public Weights initialize(Network network, long seed) {
        Map<String, Tensor> tensors = KaimingInitializer.tensors(network, seed);
        List<Network.Node> convolutions = network.nodes().stream()
                .filter(node -> kernelSize(node.layer()).isPresent())
                .toList();
        if (convolutions.isEmpty() && !network.parameters().isEmpty()) {
            if (parameters.isPresent()) {
                return parameters.get().initialize(network, seed);
            }
            throw new ShapeException(
                    "weights=" + name + " are kernels for convolutions, but the network has none, only "
                            + network.parameters().stream()
                                    .map(parameter -> parameter.name() + " " + parameter.shape())
                                    .collect(Collectors.joining(", ")));
        }
        boolean only = convolutions.size() == 1;
        for (Network.Node node : convolutions) {
            Extent size = kernelSize(node.layer()).orElseThrow();
            if (only || !size.isAll(1)) {
                fill(node, kernels.apply(Optional.of(size)), tensors);
            }
        }
        return new Weights(network, tensors);
    }

    /** Empty if the layer is no convolution. */
    private static Optional<Extent> kernelSize(Layer layer) {
        return layer instanceof WeightedLayer weighted
                ? Optional.of(weighted.window().kernelSize())
                : Optional.empty();
    }

    private void fill(Network.Node node, Kernels made, Map<String, Tensor> tensors) {
        try {
            Tensor weight = node.layer() instanceof Convolution convolution
                    ? made.spread(convolution)
                    : made.spread((TransposedConvolution) node.layer());
            tensors.put(node.name() + ".weight", weight);
        } catch (ShapeException e) {
            throw new ShapeException("weights=" + name + " do not fit layer '" + node.name() + "': " + e.getMessage());
        }
        tensors.computeIfPresent(
                node.name() + ".bias", (bias, drawn) -> new Tensor(new float[drawn.data().length], drawn.shape()));
    }
}
