package org.convlayers.io.onnx;

import java.util.List;
import java.util.Map;

/**
 * The computation of a model as the file lists it.
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
}
