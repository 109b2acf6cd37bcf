package org.convlayers.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * Networks of one image become one: a layer that they share stands there once. It is shared if its name, its numbers and what
 * it takes are the same.
 */
final class NetworkJoin {
    private final List<Network.Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Made, String> made = new HashMap<>();

    /** Joins networks, at least one; the last layer is that of the last of them. */
    static FilledNetwork of(List<FilledNetwork> networks) {
        FilledNetwork first = networks.get(0);
        if (networks.size() == 1) {
            return first;
        }
        NetworkJoin join = new NetworkJoin();
        networks.forEach(join::add);
        Network network = join.network();
        return new FilledNetwork(network, new Weights(network, join.tensors()), first.source());
    }

    /** What makes nodes of two networks one; of numbers, it is the same array that counts. */
    private record Made(String name, Layer layer, List<String> inputs, List<Tensor> numbers) {}

    /**
     * Adds the layers that are not there yet.
     *
     * @return the name that the last layer has now
     */
    String add(FilledNetwork filled) {
        Map<String, String> newNames = new HashMap<>(Map.of(Network.INPUT, Network.INPUT));
        for (Network.Node node : filled.network().nodes()) {
            List<String> inputs = node.inputs().stream().map(newNames::get).toList();
            newNames.put(node.name(), add(node, inputs, filled.weights()));
        }
        return newNames.get(filled.network().output().name());
    }

    private String add(Network.Node node, List<String> inputs, Weights weights) {
        List<String> parameters =
                node.layer().parameters().stream().map(Layer.Parameter::name).toList();
        List<Tensor> numbers = parameters.stream()
                .map(parameter -> weights.get(node.name() + "." + parameter))
                .toList();
        return made.computeIfAbsent(new Made(node.name(), node.layer(), inputs, numbers), key -> {
            String name = SizeFit.unused(node.name(), names);
            names.add(name);
            nodes.add(new Network.Node(name, node.layer(), inputs));
            for (int i = 0; i < numbers.size(); i++) {
                tensors.put(name + "." + parameters.get(i), numbers.get(i));
            }
            return name;
        });
    }

    /** The layers of all networks so far. */
    Network network() {
        return new Network(nodes);
    }

    /** Their parameters, under the names that the layers have now. */
    Map<String, Tensor> tensors() {
        return Map.copyOf(tensors);
    }
}
