package org.convlayers.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Network;

/**
 * A network with outputs that no other layer takes, as a plan wants them: where one does, or the layer gives two outputs at
 * once, the output is a copy.
 *
 * @param network the layers, with the copies behind them
 * @param outputs for each output the layer that gives it
 */
record SeparateOutputs(Network network, List<String> outputs) {
    SeparateOutputs {
        outputs = List.copyOf(outputs);
    }

    /**
     * Adds what copies are needed.
     *
     * @param network the layers
     * @param outputs for each output the layer that gives it
     */
    static SeparateOutputs of(Network network, List<String> outputs) {
        Set<String> taken = new HashSet<>();
        network.nodes().forEach(node -> taken.addAll(node.inputs()));
        List<Network.Node> nodes = new ArrayList<>(network.nodes());
        List<String> separate = new ArrayList<>();
        for (String output : outputs) {
            boolean isFree = !taken.contains(output) && Collections.frequency(outputs, output) == 1;
            separate.add(isFree ? output : copy(output, nodes));
        }
        return new SeparateOutputs(new Network(nodes), separate);
    }

    private static String copy(String output, List<Network.Node> nodes) {
        List<String> names = nodes.stream().map(Network.Node::name).toList();
        String name = SizeFit.unused(output + ".shown", names);
        nodes.add(new Network.Node(name, new Concatenation(), List.of(output)));
        return name;
    }
}
