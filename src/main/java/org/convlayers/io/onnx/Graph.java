package org.convlayers.io.onnx;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The computation of a model, or of a branch of it, as the file lists it.
 *
 * @param nodes the operators; each should stand after those whose outputs it takes
 * @param initializers tensors that the file holds, by the name of their value
 * @param inputs the inputs; in old files the initializers too
 * @param outputs the names of the outputs
 */
record Graph(List<Node> nodes, Map<String, TensorData> initializers, List<ValueInfo> inputs, List<String> outputs) {
    Graph {
        nodes = List.copyOf(nodes);
        initializers = Map.copyOf(initializers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The names of the values that a branch takes from around it. */
    Set<String> takenFromOutside() {
        Set<String> made = new HashSet<>(initializers.keySet());
        inputs.forEach(input -> made.add(input.name()));
        Set<String> taken = new LinkedHashSet<>();
        for (Node node : nodes) {
            node.taken().stream().filter(name -> !made.contains(name)).forEach(taken::add);
            made.addAll(node.outputs());
        }
        outputs.stream().filter(name -> !made.contains(name)).forEach(taken::add);
        return taken;
    }
}
