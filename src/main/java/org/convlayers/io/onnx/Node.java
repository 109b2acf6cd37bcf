package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One use of an operator.
 *
 * @param name the node's name, often empty
 * @param operator which operator, in ONNX's spelling
 * @param domain whose operator; empty for ONNX's own
 * @param inputs names of values; an empty one is an input that is absent
 * @param outputs names of the values that are made; an empty one is not wanted
 * @param attributes its settings by name
 */
record Node(
        String name,
        String operator,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {
    private static final int MAX_SHOWN = 80;

    Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** Its branches. */
    List<Graph> graphs() {
        return attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().graph())
                .flatMap(Optional::stream)
                .toList();
    }

    /** This node and those of its branches, and of theirs. */
    Stream<Node> withBranches() {
        return Stream.concat(
                Stream.of(this),
                graphs().stream().flatMap(graph -> graph.nodes().stream()).flatMap(Node::withBranches));
    }

    /** The names of the values that it takes, itself or in its branches. */
    List<String> taken() {
        List<String> taken = new ArrayList<>(inputs);
        taken.removeIf(String::isEmpty);
        graphs().forEach(graph -> taken.addAll(graph.takenFromOutside()));
        return taken;
    }

    /** The node's name, or for nodes without one the name of its first output. */
    String label() {
        return name.isBlank() && !outputs.isEmpty() ? outputs.get(0) : name;
    }

    /** The name of its layer. */
    String layerName() {
        return SafeNames.of(label().isBlank() ? operator : label());
    }

    /** For messages, as {@code node 'conv1' (Conv)}. */
    @Override
    public String toString() {
        String whose = domain.isEmpty() ? "" : " of " + shorten(domain);
        return "node '" + shorten(label()) + "' (" + shorten(operator) + whose + ")";
    }

    /** As much of a name out of a file as a message should quote. */
    static String shorten(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
