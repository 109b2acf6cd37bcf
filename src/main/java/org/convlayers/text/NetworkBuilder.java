package org.convlayers.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;

/**
 * Makes a network of what was parsed: names by PyTorch's rule for state_dict keys, inputs, and repetitions written out.
 *
 * <p>A module is named by the parentheses before it, otherwise by its index among its siblings, and the names of the
 * containers around it stand before its own with dots. A container that is the whole text adds no name.
 */
final class NetworkBuilder {
    private static final int MAX_MODULES = 10_000;
    private static final int MAX_NAME_LENGTH = 500;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

    private final List<Network.Node> nodes = new ArrayList<>();
    /** The node that a layer's or a container's name stands for. */
    private final Map<String, String> nodeByName = new HashMap<>(Map.of(NetworkText.INPUT, Network.INPUT));

    private String previous = Network.INPUT;
    private OptionalInt rank = OptionalInt.empty();
    private int modules;

    private NetworkBuilder() {}

    /**
     * The network.
     *
     * @param items at least one
     * @throws TextException if the items do not make a network
     */
    static Network build(List<TextNode.Item> items) {
        NetworkBuilder builder = new NetworkBuilder();
        TextNode.Item first = items.get(0);
        boolean whole = items.size() == 1 && first.name().isEmpty() && first.count() == 1;
        if (whole && first.node() instanceof TextNode.Container container) {
            builder.addAll(container.items(), "");
        } else {
            builder.addAll(items, "");
        }
        if (builder.nodes.isEmpty()) {
            throw first.at().error("expected at least one layer in the containers, but found none");
        }
        return new Network(builder.nodes);
    }

    private void addAll(List<TextNode.Item> items, String prefix) {
        int index = 0;
        for (TextNode.Item item : items) {
            for (int copy = 0; copy < item.count(); copy++) {
                add(item, prefix + nameOf(item, copy, index++));
            }
        }
    }

    private static String nameOf(TextNode.Item item, int copy, int index) {
        if (item.name().isEmpty()) {
            return Integer.toString(index);
        }
        String name = item.name().get();
        if (item.count() == 1) {
            return name;
        }
        Matcher range = RANGE.matcher(name);
        if (!range.matches()
                || Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) + 1 != item.count()) {
            throw item.at()
                    .error("expected the names of " + item.count() + " layers such as (0-" + (item.count() - 1)
                            + "), but found " + PythonText.quote(PythonText.shorten(name)));
        }
        return Integer.toString(Integer.parseInt(range.group(1)) + copy);
    }

    private void add(TextNode.Item item, String name) {
        if (++modules > MAX_MODULES) {
            throw item.at().error("expected at most " + MAX_MODULES + " layers and containers in all");
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw item.at().error("expected names of at most " + MAX_NAME_LENGTH + " characters, dots included");
        }
        if (item.node() instanceof TextNode.Container container) {
            addAll(container.items(), name + ".");
        } else if (item.node() instanceof TextNode.Call call) {
            addLayer(call, name);
        }
        String other = nodeByName.put(name, previous);
        boolean hidesInput = name.equals(NetworkText.INPUT) && Network.INPUT.equals(other);
        if (other != null && !hidesInput) {
            throw item.at().error("the name " + PythonText.quote(name) + " is taken; expected another one");
        }
    }

    private void addLayer(TextNode.Call call, String name) {
        Arguments arguments = ArgumentBinding.of(call);
        List<String> inputs = inputs(call, arguments);
        try {
            Layer layer = call.syntax().reader().apply(arguments);
            nodes.add(new Network.Node(name, layer, inputs));
        } catch (IllegalArgumentException e) {
            throw call.at().error(e);
        }
        requireSameRank(call);
        previous = name;
    }

    private List<String> inputs(TextNode.Call call, Arguments arguments) {
        List<String> names = arguments.get(call.syntax().inputs());
        return names.isEmpty()
                ? List.of(previous)
                : names.stream().map(name -> input(call, name)).toList();
    }

    private String input(TextNode.Call call, String name) {
        String node = name.equals(Network.INPUT) ? name : nodeByName.get(name);
        if (node == null) {
            throw call.inputsAt()
                    .error("there is no layer " + PythonText.quote(PythonText.shorten(name)) + " before this one;"
                            + " the nearest known is " + PythonText.quote(Spelling.nearest(name, nodeByName.keySet())));
        }
        return node;
    }

    /** {@link Network} checks it again; here the error knows its place. */
    private void requireSameRank(TextNode.Call call) {
        Layer layer = nodes.get(nodes.size() - 1).layer();
        if (layer.rank().isPresent() && rank.isPresent() && !layer.rank().equals(rank)) {
            throw call.at()
                    .error("expected a layer of " + rank.getAsInt() + " spatial axes as those before it, but "
                            + call.syntax().name() + " has " + layer.rank().getAsInt());
        }
        rank = layer.rank().isPresent() ? layer.rank() : rank;
    }
}
