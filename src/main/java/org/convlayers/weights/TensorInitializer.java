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
        return shape(layer, NamedTensors.ofOnlyLayer(layer, tensors));
    }

    @Override
    public FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        return shape(layer, tensors);
    }

    private FixedShape shape(String layer, Map<String, Tensor> named) {
        Tensor weight = named.get(layer + ".weight");
        if (weight == null) {
            throw misfit("there is no tensor '" + layer + ".weight'; there are " + NamedTensors.list(tensors)
                    + NamedTensors.hint(List.of(layer + ".weight"), tensors));
        }
        List<Integer> shape = weight.shape();
        if (shape.size() != rank + 2 || shape.contains(0)) {
            throw misfit("the weight of layer '" + layer + "' has shape " + shape + ", but a " + rank
                    + "-D convolution takes [out, in/groups, "
                    + List.of("kW]", "kH, kW]", "kD, kH, kW]").get(rank - 1));
        }
        int[] kernel = shape.stream().skip(2).mapToInt(Integer::intValue).toArray();
        return new FixedShape(
                OptionalInt.empty(),
                OptionalInt.of(shape.get(0)),
                Optional.of(Extent.of(kernel)),
                named.containsKey(layer + ".bias"));
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
