package org.convlayers.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/**
 * Several results of one image as one network with several outputs: layers that they share are computed once.
 *
 * <p>A layer is shared if its name, its numbers and what it takes are the same. What it gives is then the same bit for bit as
 * in the network of a single result, unless that one goes on with a normalisation, which is folded into the weights of a
 * convolution before it only if nobody else takes the convolution's output.
 *
 * @param results the results, at least one
 * @param network the layers of all
 * @param weights their parameters
 * @param outputs for each result the layer that gives it; no other layer takes it
 */
public record JoinedMaps(List<ShownMaps> results, Network network, Weights weights, List<String> outputs) {
    /** Copies the lists. */
    public JoinedMaps {
        results = List.copyOf(results);
        outputs = List.copyOf(outputs);
    }

    /** Joins the networks of some results. */
    public static JoinedMaps of(List<ShownMaps> results) {
        Join join = new Join();
        List<String> outputs =
                results.stream().map(maps -> join.add(maps.filled())).toList();
        List<String> untaken = join.untaken(outputs);
        Network network = new Network(join.nodes);
        return new JoinedMaps(results, network, new Weights(network, join.tensors), untaken);
    }

    /**
     * Makes the network ready.
     *
     * @param input the shape of each item of the image
     * @param precision how to compute
     * @throws org.convlayers.shape.ShapeException if the network of one of the results does not take such inputs
     */
    public NetworkPlan plan(FeatureShape input, Precision precision) {
        results.forEach(maps -> maps.filled().network().shapes(input)); // a fault is told as if it were the only one
        return NetworkRun.plan(network, weights, outputs, input, precision);
    }

    /** The networks so far. */
    private static final class Join {
        private final List<Network.Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> tensors = new HashMap<>();
        private final Set<String> names = new HashSet<>();
        private final Map<Made, String> made = new HashMap<>();

        /** What makes nodes of two networks one; of numbers, it is the same array that counts. */
        private record Made(String name, Layer layer, List<String> inputs, List<Tensor> numbers) {}

        /** Adds the layers that are not there yet; returns the name of the last one. */
        String add(FilledNetwork filled) {
            Map<String, String> newNames = new HashMap<>(Map.of(Network.INPUT, Network.INPUT));
            for (Network.Node node : filled.network().nodes()) {
                List<String> inputs = node.inputs().stream().map(newNames::get).toList();
                newNames.put(node.name(), add(node, inputs, filled.weights()));
            }
            return newNames.get(filled.network().output().name());
        }

        private String add(Network.Node node, List<String> inputs, Weights weights) {
            List<String> parameters = node.layer().parameters().stream()
                    .map(Layer.Parameter::name)
                    .toList();
            List<Tensor> numbers = parameters.stream()
                    .map(parameter -> weights.get(node.name() + "." + parameter))
                    .toList();
            return made.computeIfAbsent(new Made(node.name(), node.layer(), inputs, numbers), key -> {
                String name = add(node.name(), node.layer(), inputs);
                for (int i = 0; i < numbers.size(); i++) {
                    tensors.put(name + "." + parameters.get(i), numbers.get(i));
                }
                return name;
            });
        }

        private String add(String wanted, Layer layer, List<String> inputs) {
            String name = SizeFit.unused(wanted, names);
            names.add(name);
            nodes.add(new Network.Node(name, layer, inputs));
            return name;
        }

        /** The outputs; where another layer takes one, or it is two results at once, a copy of it. */
        List<String> untaken(List<String> outputs) {
            Set<String> taken = new HashSet<>();
            nodes.forEach(node -> taken.addAll(node.inputs()));
            return outputs.stream()
                    .map(output -> taken.contains(output) || Collections.frequency(outputs, output) > 1
                            ? add(output + ".shown", new Concatenation(), List.of(output))
                            : output)
                    .toList();
        }
    }
}
