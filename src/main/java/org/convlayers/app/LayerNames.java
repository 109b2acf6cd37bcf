package org.convlayers.app;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.io.onnx.SafeNames;
import org.convlayers.layer.Network;
import org.convlayers.text.Spelling;

/**
 * The names of layers as messages tell them where another one was asked for.
 *
 * @param names the names that are known
 */
record LayerNames(List<String> names) {
    private static final int LISTED = 12;

    LayerNames {
        names = List.copyOf(names);
    }

    static LayerNames of(Network network) {
        return new LayerNames(network.nodes().stream().map(Network.Node::name).toList());
    }

    /** Those of the outputs too. */
    static LayerNames of(Stream<String> outputs, Network network) {
        return new LayerNames(
                Stream.concat(outputs, of(network).names().stream()).distinct().toList());
    }

    /**
     * The one that a name stands for: itself, or what has become of a name in an .onnx file, {@code a.b} of {@code a/b}; not
     * where other names have become the same, and have a number behind them.
     */
    String known(String name) {
        String safe = SafeNames.of(name);
        boolean isMeant = !names.contains(name) && names.contains(safe) && !names.contains(safe + "_2");
        return isMeant ? safe : name;
    }

    /** The first of them, and how many there are if these are not all. */
    String listed() {
        return names.stream().limit(LISTED).collect(Collectors.joining(", "))
                + (names.size() > LISTED ? ", … (" + names.size() + " in all)" : "");
    }

    /** The one that is meant if a name is misspelt, in words behind others; empty if there is none like it. */
    String nearest(String name) {
        return Spelling.similar(name, names)
                .map(near -> "; the nearest is '" + near + "'")
                .orElse("");
    }
}
