package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;

/**
 * The part of a graph that its outputs need.
 *
 * @param input the input that it is computed from
 * @param output the name of the output
 * @param nodes the nodes that it needs, each after those whose outputs it takes
 * @param further the other outputs
 * @param rank the number of spatial axes of the feature maps: as many as any window needs
 */
record Calculation(ValueInfo input, String output, List<Node> nodes, List<Further> further, int rank) {
    private static final int LISTED = 8;

    Calculation {
        nodes = List.copyOf(nodes);
        further = List.copyOf(further);
    }

    /**
     * One more output.
     *
     * @param output its name
     * @param nodes the nodes that it needs
     * @param fault why it cannot be computed, in words; empty if it can
     */
    record Further(String output, List<Node> nodes, Optional<String> fault) {
        Further {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Finds what the outputs need.
     *
     * @throws DamagedFileException if the first one needs an operator that is not supported, or not exactly one input; the
     *     message names the nodes or the inputs
     */
    static Calculation of(String file, Graph graph) throws DamagedFileException {
        if (graph.outputs().isEmpty()) {
            throw new DamagedFileException(file, "the network has no output");
        }
        String output = graph.outputs().get(0);
        Set<String> needed = new HashSet<>(Set.of(output));
        List<Node> nodes = needed(graph, needed);
        requireMadeOnce(file, nodes);
        requireSupported(file, nodes);
        ValueInfo input = onlyInput(file, graph, output, nodes, needed);
        List<Further> further = graph.outputs().stream()
                .skip(1)
                .distinct()
                .filter(other -> !other.equals(output))
                .map(other -> further(file, graph, other, input))
                .toList();
        return new Calculation(input, output, nodes, further, rank(graph, nodes));
    }

    /** How images lie in the input. */
    ImageAxes axes() {
        List<Node> takers = nodes.stream()
                .flatMap(Node::withBranches)
                .filter(node -> node.inputs().contains(input.name()))
                .toList();
        return ImageAxes.of(input, takers);
    }

    /** Whether an array without a batch may be taken for one of a batch of one. */
    boolean mayLackBatch() {
        return input.shape()
                .filter(sizes -> !sizes.isEmpty() && sizes.get(0).orElse(1) == 1)
                .isPresent();
    }

    /** The same for an input of any spatial size. */
    Calculation ofAnySize() {
        ValueInfo open = new ValueInfo(input.name(), input.shape().map(sizes -> axes().ofAnySize()));
        return new Calculation(open, output, nodes, further, rank);
    }

    private static Further further(String file, Graph graph, String output, ValueInfo input) {
        Set<String> needed = new HashSet<>(Set.of(output));
        List<Node> nodes = needed(graph, needed);
        try {
            requireMadeOnce(file, nodes);
            requireSupported(file, nodes);
            ValueInfo taken = onlyInput(file, graph, output, nodes, needed);
            return taken.equals(input)
                    ? new Further(output, nodes, Optional.empty())
                    : new Further(output, nodes, Optional.of(file + ": it is computed from another input"));
        } catch (DamagedFileException e) {
            return new Further(output, nodes, Optional.of(e.getMessage()));
        }
    }

    /**
     * The nodes that the outputs of a branch need.
     *
     * @throws DamagedFileException if one is not supported; the message names it
     */
    static List<Node> ofBranch(String file, Graph branch) throws DamagedFileException {
        List<Node> nodes = needed(branch, new HashSet<>(branch.outputs()));
        requireMadeOnce(file, nodes);
        requireSupported(file, nodes);
        return nodes;
    }

    /** The nodes that values need; what these take is added to the names of the values. */
    private static List<Node> needed(Graph graph, Set<String> needed) {
        List<Node> nodes = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                nodes.add(0, node);
                needed.addAll(node.taken());
            }
        }
        return nodes;
    }

    private static void requireSupported(String file, List<Node> nodes) throws DamagedFileException {
        List<Node> unknown =
                nodes.stream().filter(node -> Operators.of(node).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            String listed = unknown.stream().limit(LISTED).map(Node::toString).collect(Collectors.joining(", "));
            String more = unknown.size() > LISTED ? " and " + (unknown.size() - LISTED) + " more" : "";
            throw new DamagedFileException(file, "operators that are not supported: " + listed + more);
        }
    }

    /** No value has two nodes that make it. */
    private static void requireMadeOnce(String file, List<Node> nodes) throws DamagedFileException {
        Set<String> made = new HashSet<>();
        for (Node node : nodes) {
            for (String name : node.outputs()) {
                if (!name.isEmpty() && !made.add(name)) {
                    throw new DamagedFileException(
                            file, node + " makes '" + Node.shorten(name) + "', which a node before it makes");
                }
            }
        }
    }

    /** Nodes, and the output, take only what is there before them: the inputs, the initializers, and what other nodes make. */
    private static void requireMade(String file, Graph graph, String output, List<Node> nodes)
            throws DamagedFileException {
        Set<String> made = new HashSet<>(graph.initializers().keySet());
        graph.inputs().forEach(input -> made.add(input.name()));
        for (Node node : nodes) {
            for (String name : node.taken()) {
                if (!made.contains(name)) {
                    throw notMade(file, node.toString(), name);
                }
            }
            made.addAll(node.outputs());
        }
        if (!made.contains(output)) {
            throw new DamagedFileException(file, "nothing makes the output '" + Node.shorten(output) + "'");
        }
    }

    /** Says that a value is taken before it is there. */
    static DamagedFileException notMade(String file, String taker, String name) {
        return new DamagedFileException(
                file, taker + " takes '" + Node.shorten(name) + "', which nothing before it makes");
    }

    /** Old files list the initializers among the inputs. */
    private static ValueInfo onlyInput(String file, Graph graph, String output, List<Node> nodes, Set<String> needed)
            throws DamagedFileException {
        List<ValueInfo> inputs = graph.inputs().stream()
                .filter(input -> !graph.initializers().containsKey(input.name()))
                .filter(input -> needed.contains(input.name()))
                .toList();
        if (inputs.isEmpty()) {
            requireMade(file, graph, output, nodes);
            throw new DamagedFileException(
                    file,
                    "output '" + Node.shorten(output) + "' is the same for all images: it is computed from no input");
        }
        if (inputs.size() != 1) {
            throw new DamagedFileException(
                    file,
                    "a network of one input is needed, but its output is computed from " + inputs.size()
                            + inputs.stream()
                                    .limit(LISTED)
                                    .map(input -> "'" + Node.shorten(input.name()) + "' " + input.shapeText())
                                    .collect(Collectors.joining(", ", ": ", "")));
        }
        return inputs.get(0);
    }

    /** The number of channels that the weights of a convolution of the input have; empty if there is none. */
    OptionalInt weightChannels(Graph graph) {
        Map<String, List<Integer>> known = tensors(graph, nodes);
        return nodes.stream()
                .flatMap(Node::withBranches)
                .filter(node -> node.operator().equals("Conv") && node.inputs().size() > 1)
                .filter(node -> node.inputs().get(0).equals(input.name()))
                .flatMapToInt(
                        node -> channels(node, known.getOrDefault(node.inputs().get(1), List.of())))
                .findFirst();
    }

    private static IntStream channels(Node convolution, List<Integer> weights) {
        long groups = Optional.ofNullable(convolution.attributes().get("group"))
                .map(Attribute::number)
                .orElse(1L);
        long channels = weights.size() > 2 && groups > 0 && groups <= Integer.MAX_VALUE ? weights.get(1) * groups : 0;
        return channels > 0 && channels <= Integer.MAX_VALUE ? IntStream.of((int) channels) : IntStream.empty();
    }

    private static int rank(Graph graph, List<Node> nodes) {
        Map<String, List<Integer>> known = tensors(graph, nodes);
        int rank = graph.inputs().stream()
                .filter(input -> !graph.initializers().containsKey(input.name()))
                .map(ValueInfo::shape)
                .flatMap(Optional::stream)
                .mapToInt(shape -> shape.size() - 2)
                .max()
                .orElse(2);
        rank = nodes.stream()
                .flatMap(Node::withBranches)
                .mapToInt(node -> windowRank(node, known))
                .reduce(rank, Math::max);
        return Math.max(1, Math.min(rank, Extent.MAX_RANK));
    }

    /** The sizes of the tensors that the file holds, in initializers or in nodes. */
    private static Map<String, List<Integer>> tensors(Graph graph, List<Node> nodes) {
        Map<String, List<Integer>> dims = new HashMap<>();
        graph.initializers().forEach((name, tensor) -> dims.put(name, tensor.dims()));
        for (Node node : nodes.stream().flatMap(Node::withBranches).toList()) {
            node.graphs()
                    .forEach(branch -> branch.initializers().forEach((name, tensor) -> dims.put(name, tensor.dims())));
            Optional.ofNullable(node.attributes().get("value"))
                    .flatMap(Attribute::tensor)
                    .ifPresent(tensor -> node.outputs().forEach(name -> dims.put(name, tensor.dims())));
        }
        return dims;
    }

    private static int windowRank(Node node, Map<String, List<Integer>> known) {
        Optional<Attribute> kernel = Optional.ofNullable(node.attributes().get("kernel_shape"));
        if (kernel.isPresent()) {
            return kernel.get().numbers().size();
        }
        boolean isConvolution =
                node.operator().equals("Conv") || node.operator().equals("ConvTranspose");
        return isConvolution && node.inputs().size() > 1
                ? known.getOrDefault(node.inputs().get(1), List.of()).size() - 2
                : 0;
    }
}
