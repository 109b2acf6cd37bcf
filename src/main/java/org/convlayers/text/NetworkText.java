package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;

/**
 * Networks and layers as text: what {@code print(model)} of PyTorch shows is read, and canonical text is written.
 *
 * <p>The canonical text is Python: one layer a line; channels without their names, everything else with it; sizes that
 * are the same on every axis as one number; arguments that have PyTorch's default left out, save those that shape an
 * activation; {@code (name): } only where the name is not the index, and {@code input=} only where the input is not the
 * layer before.
 */
public final class NetworkText {
    /** Means the network's input, unless a layer has this name. */
    static final String INPUT = "input";

    private NetworkText() {}

    /**
     * Reads a network.
     *
     * @throws TextException if the text is not in the layer language, or a layer's arguments do not go together
     */
    public static Network parse(String text) {
        return NetworkBuilder.build(TextParser.parse(text));
    }

    /**
     * Reads one layer that stands by itself, such as {@code LeakyReLU(0.1)}.
     *
     * @throws TextException if the text is not one layer
     */
    public static Layer parseLayer(String text) {
        List<TextNode.Item> items = TextParser.parse(text);
        Network network = NetworkBuilder.build(items);
        if (network.nodes().size() != 1) {
            throw items.get(0)
                    .at()
                    .error("expected one layer, but found " + network.nodes().size());
        }
        return network.output().layer();
    }

    /** Writes a network as canonical text, which {@link #parse} reads back to an equal network. */
    public static String print(Network network) {
        List<String> layers = printLayers(network);
        return IntStream.range(0, layers.size())
                .mapToObj(i -> prefix(network.nodes().get(i).name(), i) + layers.get(i))
                .collect(Collectors.joining("\n"));
    }

    private static String prefix(String name, int index) {
        return name.equals(Integer.toString(index)) ? "" : "(" + printName(name) + "): ";
    }

    /** Writes the layers of a network as they stand in its text, with their inputs, but without their names. */
    public static List<String> printLayers(Network network) {
        List<String> layers = new ArrayList<>();
        String previous = Network.INPUT;
        String input = INPUT;
        for (Network.Node node : network.nodes()) {
            boolean follows =
                    node.inputs().equals(List.of(previous)) && !node.layer().isJoin();
            Optional<List<String>> inputs = follows ? Optional.empty() : Optional.of(printInputs(node, input));
            layers.add(LayerTable.print(node.layer(), inputs));
            input = node.name().equals(INPUT) ? Network.INPUT : input;
            previous = node.name();
        }
        return layers;
    }

    /** Writes a layer as it stands in the text of a network, without its name and its inputs. */
    public static String print(Layer layer) {
        return LayerTable.print(layer, Optional.empty());
    }

    private static List<String> printInputs(Network.Node node, String input) {
        return node.inputs().stream()
                .map(name -> name.equals(Network.INPUT) ? input : name)
                .toList();
    }

    private static String printName(String name) {
        return TextCursor.isWord(name) ? name : PythonText.quote(name);
    }
}
