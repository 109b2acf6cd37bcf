package org.convlayers.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.convlayers.shape.EmptyMapsException;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Layers joined to a graph without cycles; a sequence is its simple case.
 *
 * <p>Nodes stand in an order in which each comes after its inputs. The network has one input, the image, and its output is
 * the last node's. Immutable.
 */
public final class Network {
    /** Stands for the network's input among the inputs of a node; no layer can have this name. */
    public static final String INPUT = "";

    private final List<Node> nodes;
    private final Map<String, Integer> indexByName;

    /**
     * A layer in its place.
     *
     * @param name unique in the network; the prefix of its parameters ({@code NAME.weight})
     * @param layer what is done
     * @param inputs names of earlier nodes or {@link #INPUT}, one unless the layer is a join
     */
    public record Node(String name, Layer layer, List<String> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
            if (name.isBlank()) {
                throw new IllegalArgumentException("a layer cannot be named '" + name + "'");
            }
            if (inputs.isEmpty() || (inputs.size() > 1 && !layer.isJoin())) {
                throw new IllegalArgumentException("layer '" + name + "' takes " + (layer.isJoin() ? "at least " : "")
                        + "one input, but got " + inputs.size());
            }
        }
    }

    /**
     * Joins nodes to a network.
     *
     * @param nodes at least one, each after its inputs
     * @throws IllegalArgumentException if a name occurs twice or an input is not an earlier layer
     * @throws ShapeException if layers of different rank are joined
     */
    public Network(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        indexByName = new HashMap<>();
        for (Node node : this.nodes) {
            for (String input : node.inputs()) {
                if (!input.equals(INPUT) && !indexByName.containsKey(input)) {
                    throw new IllegalArgumentException(
                            "layer '" + node.name() + "' takes '" + input + "', which is not an earlier layer");
                }
            }
            if (indexByName.put(node.name(), indexByName.size()) != null) {
                throw new IllegalArgumentException("two layers are named '" + node.name() + "'");
            }
        }
        requireOneRank();
    }

    private void requireOneRank() {
        Set<Integer> ranks = new HashSet<>();
        nodes.forEach(node -> node.layer().rank().ifPresent(ranks::add));
        if (ranks.size() > 1) {
            throw new ShapeException("the layers of a network must all have the same number of spatial axes, but got "
                    + ranks.stream().sorted().toList());
        }
    }

    /** Layers one after the other, named {@code 0}, {@code 1}, … as in torch.nn.Sequential. */
    public static Network sequence(List<Layer> layers) {
        List<Node> nodes = new ArrayList<>();
        String previous = INPUT;
        for (Layer layer : layers) {
            Node node = new Node(Integer.toString(nodes.size()), layer, List.of(previous));
            nodes.add(node);
            previous = node.name();
        }
        return new Network(nodes);
    }

    /** The nodes, each after its inputs. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The node that gives the network's output. */
    public Node output() {
        return nodes.get(nodes.size() - 1);
    }

    /** Whether there is a node of this name. */
    public boolean has(String name) {
        return indexByName.containsKey(name);
    }

    /**
     * The place of a node in {@link #nodes()}, or -1 for {@link #INPUT}.
     *
     * @throws IllegalArgumentException if there is no such node; the message lists the names
     */
    public int indexOf(String name) {
        if (name.equals(INPUT)) {
            return -1;
        }
        Integer index = indexByName.get(name);
        if (index == null) {
            List<String> names = nodes.stream().map(Node::name).toList();
            throw new IllegalArgumentException("there is no layer '" + name + "'; the layers are " + names);
        }
        return index;
    }

    /** The network up to and including one node, without what that node does not need. */
    public Network upTo(String name) {
        Set<String> needed = new HashSet<>(Set.of(nodes.get(indexOf(name)).name()));
        List<Node> kept = new ArrayList<>();
        for (int i = indexOf(name); i >= 0; i--) {
            if (needed.contains(nodes.get(i).name())) {
                needed.addAll(nodes.get(i).inputs());
                kept.add(0, nodes.get(i));
            }
        }
        return new Network(kept);
    }

    /**
     * This network with the output of another one as its input.
     *
     * @param first what is done before
     * @param prefix what the names of its layers begin with from now on, so that they differ from those of this network
     * @throws IllegalArgumentException if names are still the same
     * @throws ShapeException if layers of different rank are joined
     */
    public Network after(Network first, String prefix) {
        List<Node> joined = new ArrayList<>();
        for (Node node : first.nodes) {
            List<String> inputs = node.inputs().stream()
                    .map(input -> input.equals(INPUT) ? INPUT : prefix + input)
                    .toList();
            joined.add(new Node(prefix + node.name(), node.layer(), inputs));
        }
        String output = prefix + first.output().name();
        for (Node node : nodes) {
            List<String> inputs = node.inputs().stream()
                    .map(input -> input.equals(INPUT) ? output : input)
                    .toList();
            joined.add(new Node(node.name(), node.layer(), inputs));
        }
        return new Network(joined);
    }

    /** The number of spatial axes; empty if every layer takes any. */
    public OptionalInt rank() {
        return nodes.stream()
                .map(node -> node.layer().rank())
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /** The number of channels the network takes; empty if no layer says it. */
    public OptionalInt inputChannels() {
        // Of how many copies of the input's channels each output consists, as long as it consists of nothing else.
        Map<String, Long> copies = new HashMap<>(Map.of(INPUT, 1L));
        for (Node node : nodes) {
            if (!copies.keySet().containsAll(node.inputs())) {
                continue;
            }
            long taken = node.inputs().stream().mapToLong(copies::get).sum();
            OptionalInt channels = node.layer().takenChannels();
            if (channels.isPresent() && channels.getAsInt() % taken == 0) {
                return OptionalInt.of((int) (channels.getAsInt() / taken));
            }
            if (node.layer().keepsChannels() || node.layer() instanceof Concatenation) {
                copies.put(node.name(), Math.min(taken, Integer.MAX_VALUE)); // more are refused with the shapes
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The output shape of each node, in the order of {@link #nodes()}.
     *
     * @throws EmptyMapsException if all fit, but the network's output has no pixel
     * @throws ShapeException if a layer does not fit; the message starts with the layer's name
     */
    public List<FeatureShape> shapes(FeatureShape input) {
        input.requirePixels();
        List<FeatureShape> shapes = new ArrayList<>();
        for (Node node : nodes) {
            try {
                shapes.add(node.layer().outputShape(inputShapes(node, input, shapes)));
            } catch (ShapeException e) {
                throw new ShapeException("layer '" + node.name() + "': " + e.getMessage());
            } catch (ArithmeticException e) {
                throw new ShapeException(
                        "layer '" + node.name() + "': its output is too large to be counted (" + e.getMessage() + ")");
            }
        }
        requirePixels(shapes);
        return List.copyOf(shapes);
    }

    /** Checks that the output is empty where one of the maps is: what PyTorch makes of such does not depend on the image. */
    private void requirePixels(List<FeatureShape> shapes) {
        FeatureShape result = shapes.get(shapes.size() - 1);
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i).isEmpty()) {
                String message = "layer '" + nodes.get(i).name() + "': the output, " + shapes.get(i) + ", has no pixel";
                throw result.isEmpty()
                        ? new EmptyMapsException(message, result)
                        : new ShapeException(message + ", and layers that make pixels of none are not supported");
            }
        }
    }

    /**
     * The shapes that a node takes.
     *
     * @param input the shape of the network's input
     * @param shapes the output shapes of (at least) the nodes before it
     */
    public List<FeatureShape> inputShapes(Node node, FeatureShape input, List<FeatureShape> shapes) {
        return node.inputs().stream()
                .map(name -> name.equals(INPUT) ? input : shapes.get(indexOf(name)))
                .toList();
    }

    /** The shape of the output for an input of this shape. */
    public FeatureShape outputShape(FeatureShape input) {
        return shapes(input).get(nodes.size() - 1);
    }

    /**
     * The number of multiply-accumulates of all layers for one item of this shape.
     *
     * @throws ShapeException if a long does not count them
     */
    public long macs(FeatureShape input) {
        List<FeatureShape> shapes = shapes(input);
        long sum = 0;
        for (Node node : nodes) {
            long macs = node.layer().macs(inputShapes(node, input, shapes));
            if (macs > Long.MAX_VALUE - sum) {
                throw new ShapeException("the multiply-accumulates up to layer '" + node.name() + "' for an input of "
                        + input + " are more than can be counted");
            }
            sum += macs;
        }
        return sum;
    }

    /** All parameters under their state_dict names, {@code NAME.weight}. */
    public List<Layer.Parameter> parameters() {
        return nodes.stream()
                .flatMap(node -> node.layer().parameters().stream()
                        .map(p -> new Layer.Parameter(node.name() + "." + p.name(), p.shape())))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && nodes.equals(network.nodes);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    @Override
    public String toString() {
        return "Network" + nodes;
    }
}
