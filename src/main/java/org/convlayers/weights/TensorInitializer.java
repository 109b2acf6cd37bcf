package org.convlayers.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;

/** Takes parameters from the tensors of a file by their state_dict names. */
final class TensorInitializer implements Initializer {
    private final String name;
    private final int rank;
    private final Map<String, Tensor> tensors;

    /**
     * Names the source.
     *
     * @param name the {@code weights} text, for messages
     * @param rank the number of spatial axes of the layers
     * @param tensors all that may be taken
     */
    TensorInitializer(String name, int rank, Map<String, Tensor> tensors) {
        this.name = name;
        this.rank = rank;
        this.tensors = tensors;
    }

    @Override
    public FixedShape ofOnlyLayer(String layer, Optional<Extent> kernelSize) {
        return ofConvolution(layer, NamedTensors.ofOnlyLayer(layer, tensors));
    }

    @Override
    public FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        return ofConvolution(layer, tensors);
    }

    private FixedShape ofConvolution(String layer, Map<String, Tensor> named) {
        List<Integer> shape =
                weight(layer, named, "convolution", "[out, in/groups, ").shape();
        return new FixedShape(
                OptionalInt.empty(), OptionalInt.of(shape.get(0)), Optional.of(kernel(shape)), hasBias(layer, named));
    }

    @Override
    public FixedShape ofOnlyTransposed(String layer, Optional<Extent> kernelSize) {
        Map<String, Tensor> named = NamedTensors.ofOnlyLayer(layer, tensors);
        List<Integer> shape = weight(layer, named, "transposed convolution", "[in, out/groups, ")
                .shape();
        return new FixedShape(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(shape.get(1)),
                Optional.of(kernel(shape)),
                hasBias(layer, named));
    }

    private Tensor weight(String layer, Map<String, Tensor> named, String kind, String channels) {
        Tensor weight = named.get(layer + ".weight");
        if (weight == null) {
            throw misfit("there is no tensor '" + layer + ".weight'; there are " + NamedTensors.list(tensors)
                    + NamedTensors.hint(List.of(layer + ".weight"), tensors));
        }
        if (weight.rank() != rank + 2 || weight.shape().contains(0)) {
            throw misfit("the weight of layer '" + layer + "' has shape " + weight.shape() + ", but a " + rank + "-D "
                    + kind + " takes " + channels
                    + List.of("kW]", "kH, kW]", "kD, kH, kW]").get(rank - 1));
        }
        return weight;
    }

    private static Extent kernel(List<Integer> shape) {
        return Extent.of(shape.stream().skip(2).mapToInt(Integer::intValue).toArray());
    }

    private static boolean hasBias(String layer, Map<String, Tensor> named) {
        return named.containsKey(layer + ".bias");
    }

    @Override
    public Weights initialize(Network network, long seed) {
        List<String> layers = network.nodes().stream()
                .filter(node -> !node.layer().parameters().isEmpty())
                .map(Network.Node::name)
                .toList();
        Map<String, Tensor> named = layers.size() == 1 ? NamedTensors.ofOnlyLayer(layers.get(0), tensors) : tensors;
        try {
            return new Weights(network, named);
        } catch (ShapeException e) {
            List<String> wanted = network.parameters().stream()
                    .map(parameter -> parameter.name())
                    .toList();
            throw misfit(e.getMessage() + NamedTensors.hint(wanted, tensors));
        }
    }

    private ShapeException misfit(String what) {
        return new ShapeException("weights=" + name + ": " + what);
    }
}
