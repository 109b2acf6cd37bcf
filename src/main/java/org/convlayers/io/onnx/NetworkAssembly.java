package org.convlayers.io.onnx;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/**
 * The network while it grows: its layers, their parameters and their shapes.
 *
 * <p>An array of sizes [C, …] is kept as feature maps of C channels; its other axes are the spatial ones, outermost first,
 * with axes of one pixel before them if they are few, and the first of them joined to one if they are many. So (C, H, W) is
 * what it seems, and everything else has its place.
 */
final class NetworkAssembly {
    private final int rank;
    private final List<Network.Node> nodes = new ArrayList<>();
    private final Map<Made, Network.Node> made = new HashMap<>();
    private final Map<String, Network.Node> nodesByName = new HashMap<>();
    private final Map<String, FeatureShape> shapes = new HashMap<>();
    private final Map<String, AxisOrigins> origins = new HashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final WrittenOutActivations activations = new WrittenOutActivations(this);
    private final Set<String> names = new HashSet<>();

    /** What a node computes: nodes that are equal in it have the same output. */
    private record Made(Layer layer, List<String> inputs, Map<String, FloatBuffer> parameters) {
        static Made of(Layer layer, List<String> inputs, Map<String, Tensor> parameters) {
            Map<String, FloatBuffer> numbers = new HashMap<>();
            parameters.forEach((name, tensor) -> numbers.put(name, FloatBuffer.wrap(tensor.data())));
            return new Made(layer, inputs, numbers);
        }

        /** Without the parameters, which may be many. */
        @Override
        public int hashCode() {
            return Objects.hash(layer, inputs);
        }
    }

    /**
     * Starts with the input alone.
     *
     * @param rank the number of spatial axes of all feature maps
     * @param inputOrigins along which axes of the images its values lie
     */
    NetworkAssembly(int rank, FeatureShape input, AxisOrigins inputOrigins) {
        this.rank = rank;
        shapes.put(Network.INPUT, input);
        origins.put(Network.INPUT, inputOrigins);
    }

    /** The number of spatial axes of all feature maps. */
    int rank() {
        return rank;
    }

    /** The parameters of all layers. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    /** The network up to a layer. */
    Network network(String output) {
        return new Network(nodes).upTo(output);
    }

    /**
     * Adds a layer, unless there is one that computes the same; an activation of which it is the last part stands for all of
     * its parts.
     *
     * @param name what it should be called; a number follows if others are
     * @param parameters its parameters by their names within the layer
     * @return its maps, as an array [C, spatial...]
     */
    Value.Feature add(String name, Layer layer, List<Value.Feature> inputs, Map<String, Tensor> parameters) {
        List<String> from = inputs.stream().map(Value.Feature::node).toList();
        Network.Node node = activations
                .completedBy(layer, from)
                .map(found -> node(name, Activation.of(found.function()), List.of(found.input()), Map.of()))
                .orElseGet(() -> node(name, layer, from, parameters));
        return feature(node.name());
    }

    private Network.Node node(String name, Layer layer, List<String> inputs, Map<String, Tensor> parameters) {
        return made.computeIfAbsent(Made.of(layer, inputs, parameters), key -> {
            String unique = unique(name);
            FeatureShape output =
                    layer.outputShape(inputs.stream().map(shapes::get).toList()).requirePixels();
            Network.Node node = new Network.Node(unique, layer, inputs);
            nodes.add(node);
            nodesByName.put(unique, node);
            shapes.put(unique, output);
            origins.put(unique, origins(layer, inputs, output));
            parameters.forEach((parameter, tensor) -> tensors.put(unique + "." + parameter, tensor));
            return node;
        });
    }

    private AxisOrigins origins(Layer layer, List<String> inputs, FeatureShape output) {
        return AxisOrigins.after(
                layer,
                inputs.stream().map(origins::get).toList(),
                inputs.stream().map(shapes::get).toList(),
                output);
    }

    /** Along which axes of the images the values of maps lie. */
    AxisOrigins origins(Value.Feature maps) {
        return origins.get(maps.node());
    }

    /** The node of a name, which may be the network's input: that is none. */
    Optional<Network.Node> node(String name) {
        return Optional.ofNullable(nodesByName.get(name));
    }

    /** The number that a node of one constant number gives. */
    Optional<Float> number(String name) {
        return node(name)
                .filter(node -> node.layer() instanceof Constant)
                .map(node -> tensors.get(name + ".value").data())
                .filter(values -> values.length == 1)
                .map(values -> values[0]);
    }

    /** The input's maps. */
    Value.Feature input() {
        return feature(Network.INPUT);
    }

    private Value.Feature feature(String node) {
        FeatureShape shape = shapes.get(node);
        return new Value.Feature(node, shape, View.of(sizes(shape)));
    }

    /** The sizes of feature maps as those of an array. */
    static List<Integer> sizes(FeatureShape shape) {
        List<Integer> sizes = new ArrayList<>(List.of(shape.channels()));
        for (int axis = 0; axis < shape.rank(); axis++) {
            sizes.add(shape.spatial().get(axis));
        }
        return sizes;
    }

    /** The shape of feature maps as an array of one item. */
    static List<Integer> array(FeatureShape maps) {
        List<Integer> shape = new ArrayList<>(List.of(1));
        shape.addAll(sizes(maps));
        return shape;
    }

    private String unique(String name) {
        String unique = name;
        for (int number = 2; !names.add(unique); number++) {
            unique = name + "_" + number;
        }
        return unique;
    }

    /** The shape of the maps in which an array of these sizes, [C, …], is kept. */
    FeatureShape layout(List<Integer> dims) {
        return layout(rank, dims);
    }

    /** As {@link #layout(List)}, for a network of {@code rank} spatial axes. */
    static FeatureShape layout(int rank, List<Integer> dims) {
        int channels = dims.isEmpty() ? 1 : dims.get(0);
        List<Integer> rest = new ArrayList<>(dims.isEmpty() ? dims : dims.subList(1, dims.size()));
        while (rest.size() > rank) {
            rest.set(0, Math.multiplyExact(rest.get(0), rest.remove(1)));
        }
        rest.addAll(0, Collections.nCopies(rank - rest.size(), 1));
        return FeatureShape.of(
                        channels, rest.stream().mapToInt(Integer::intValue).toArray())
                .requirePixels();
    }

    /**
     * Feature maps of a shape that hold an array in order.
     *
     * @param name what the names of the layers that it takes begin with
     * @param value the array, without its batch, of as many elements as the shape has
     */
    Value.Feature keep(String name, Value value, FeatureShape shape) throws DamagedFileException {
        if (value instanceof Value.Feature feature) {
            return isKept(feature, shape) ? feature(feature.node()) : rearrange(name, feature, shape);
        }
        Value.Constant constant = (Value.Constant) value;
        Tensor tensor = new Tensor(constant.floats(), sizes(shape));
        return add(name + ".constant", new Constant(shape), List.of(input()), Map.of("value", tensor));
    }

    /** Whether an array is kept as feature maps of this shape, in order, already. */
    static boolean isKept(Value.Feature array, FeatureShape shape) {
        return array.shape().equals(shape)
                && array.view().isInOrder()
                && array.view().elements() == shape.elements();
    }

    private Value.Feature rearrange(String name, Value.Feature feature, FeatureShape shape) {
        View merged = feature.view().item().merged();
        boolean isInOrder = merged.rank() < 2;
        Optional<List<Layer>> shuffle = isInOrder ? Optional.empty() : PixelShuffles.of(merged, feature.shape(), shape);
        List<Layer> layers = shuffle.orElseGet(() ->
                List.of(new Rearrangement(feature.shape(), shape, merged.dims(), merged.strides(), merged.offset())));
        Value.Feature result = feature;
        for (Layer layer : layers) {
            result = add(name + ".view", layer, List.of(result), Map.of());
        }
        AxisOrigins from = origins.get(feature.node());
        origins.put(
                result.node(),
                shuffle.isPresent()
                        ? AxisOrigins.after(layers.get(0), List.of(from), List.of(feature.shape()), shape)
                        : from.of(feature.view()));
        return result;
    }
}
