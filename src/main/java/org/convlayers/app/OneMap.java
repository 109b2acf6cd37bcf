package org.convlayers.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * As much of a network as one of its feature maps needs: for looking at a single map without computing the others.
 *
 * <p>Activations at the end stay, of a concatenation only the branch of the map, of the last convolution only the filter of
 * the map; if its groups see different channels of the image, only those. Values are the whole network's up to rounding,
 * since a smaller layer may be computed in another way.
 *
 * @param filled what is left
 * @param channels the channels of the image that it takes
 * @param index the feature map among those that are left
 */
public record OneMap(FilledNetwork filled, Range channels, int index) {
    /**
     * Takes out what is needed.
     *
     * @param filled the whole network
     * @param input the shape of its input
     * @param map the feature map, from 0
     */
    public static OneMap of(FilledNetwork filled, FeatureShape input, int map) {
        OneMap whole = new OneMap(filled, new Range(0, input.channels() - 1), map);
        return new Search(filled, input).find(map).orElse(whole);
    }

    /** The way from the output back to the convolution that gives the map. */
    private static final class Search {
        private final FilledNetwork filled;
        private final Network network;
        private final List<FeatureShape> shapes;
        private final FeatureShape input;
        private final List<Network.Node> activations = new ArrayList<>();

        Search(FilledNetwork filled, FeatureShape input) {
            this.filled = filled;
            this.input = input;
            network = filled.network();
            shapes = network.shapes(input);
        }

        Optional<OneMap> find(int map) {
            String name = network.output().name();
            int channel = map;
            while (!name.equals(Network.INPUT)) {
                Network.Node node = network.nodes().get(network.indexOf(name));
                name = node.inputs().get(0);
                if (node.layer() instanceof Activation) {
                    activations.add(0, node);
                } else if (node.layer() instanceof Concatenation) {
                    int branch = 0;
                    while (channel >= channels(node, branch)) {
                        channel -= channels(node, branch++);
                    }
                    name = node.inputs().get(branch);
                } else {
                    return node.layer() instanceof Convolution layer ? narrow(node, layer, channel) : Optional.empty();
                }
            }
            return Optional.empty();
        }

        private int channels(Network.Node node, int branch) {
            return network.inputShapes(node, input, shapes).get(branch).channels();
        }

        private Optional<OneMap> narrow(Network.Node node, Convolution layer, int channel) {
            boolean seesImage = node.inputs().get(0).equals(Network.INPUT);
            if (layer.groups() > 1 && !seesImage) {
                return Optional.empty();
            }
            int inGroup = layer.inChannels() / layer.groups();
            int first = channel / (layer.outChannels() / layer.groups()) * inGroup;
            Convolution filter = new Convolution(inGroup, 1, layer.window(), layer.edges(), 1, layer.bias());
            List<Network.Node> nodes = new ArrayList<>();
            if (!seesImage) {
                nodes.addAll(network.upTo(node.inputs().get(0)).nodes());
            }
            nodes.add(new Network.Node(node.name(), filter, node.inputs()));
            for (Network.Node activation : activations) {
                String before = nodes.get(nodes.size() - 1).name();
                nodes.add(new Network.Node(activation.name(), activation.layer(), List.of(before)));
            }
            Network left = new Network(nodes);
            int seen = seesImage ? inGroup : input.channels();
            return Optional.of(new OneMap(
                    new FilledNetwork(left, weights(left, node.name(), channel), filled.source()),
                    new Range(first, first + seen - 1),
                    0));
        }

        private Weights weights(Network left, String layer, int filter) {
            Map<String, Tensor> tensors = new HashMap<>(filled.weights().asMap());
            for (String parameter : List.of(layer + ".weight", layer + ".bias")) {
                tensors.computeIfPresent(parameter, (name, tensor) -> slice(tensor, filter));
            }
            return new Weights(left, tensors);
        }

        /** One of the tensors that stand along the first axis, as an axis of one. */
        private static Tensor slice(Tensor tensor, int index) {
            List<Integer> shape = new ArrayList<>(tensor.shape());
            int length = tensor.data().length / shape.set(0, 1);
            return new Tensor(Arrays.copyOfRange(tensor.data(), index * length, (index + 1) * length), shape);
        }
    }
}
