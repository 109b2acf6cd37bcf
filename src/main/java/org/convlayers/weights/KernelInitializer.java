package org.convlayers.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
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

    /**
     * Names the source.
     *
     * @param name the {@code weights} text, for messages
     * @param kernels the kernels for a wanted size; where they have a size of their own they come in that
     */
    KernelInitializer(String name, Function<Optional<Extent>, Kernels> kernels) {
        this.name = name;
        this.kernels = kernels;
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
    public FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        boolean pointwise = kernelSize.map(size -> size.isAll(1)).orElse(false);
        return pointwise ? FixedShape.FREE : ofOnlyLayer(layer, kernelSize);
    }

    @Override
    public Weights initialize(Network network, long seed) {
        Map<String, Tensor> tensors = KaimingInitializer.tensors(network, seed);
        List<Network.Node> convolutions = network.nodes().stream()
                .filter(node -> node.layer() instanceof Convolution)
                .toList();
        boolean only = convolutions.size() == 1;
        for (Network.Node node : convolutions) {
            Convolution convolution = (Convolution) node.layer();
            if (only || !convolution.window().kernelSize().isAll(1)) {
                fill(node.name(), convolution, tensors);
            }
        }
        return new Weights(network, tensors);
    }

    private void fill(String layer, Convolution convolution, Map<String, Tensor> tensors) {
        Kernels made = kernels.apply(Optional.of(convolution.window().kernelSize()));
        try {
            tensors.put(layer + ".weight", made.spread(convolution));
        } catch (ShapeException e) {
            throw new ShapeException("weights=" + name + " do not fit layer '" + layer + "': " + e.getMessage());
        }
        if (convolution.bias()) {
            int channels = convolution.outChannels();
            tensors.put(layer + ".bias", new Tensor(new float[channels], List.of(channels)));
        }
    }
}
