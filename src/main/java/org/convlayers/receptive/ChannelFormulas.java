package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;

/**
 * The formulas of the fields of a network, from the input on; apart for channels whose fields lie otherwise, so that only those
 * meet that a layer brings together.
 */
final class ChannelFormulas {
    private final Network network;
    private final List<ByChannel<FieldFormula>> ofMaps = new ArrayList<>();

    /** For each map the layer that put its channels one behind the other: where channels meet, its inputs do. */
    private final List<String> stacks = new ArrayList<>();

    private ChannelFormulas(Network network) {
        this.network = network;
    }

    /**
     * The formula of each node: of all its channels together.
     *
     * @param network the layers
     * @param input the shape of the network's input
     * @param shapes those of the nodes' outputs
     * @param laws for each node the laws of its inputs
     */
    static List<FieldFormula> of(
            Network network, FeatureShape input, List<FeatureShape> shapes, List<List<ValueLaw>> laws) {
        ChannelFormulas formulas = new ChannelFormulas(network);
        formulas.ofMaps.add(ByChannel.ofAll(input.channels(), FieldFormula.ofInput(input.rank())));
        formulas.stacks.add(Network.INPUT);
        List<FieldFormula> ofNodes = new ArrayList<>();
        for (int node = 0; node < shapes.size(); node++) {
            formulas.add(network.nodes().get(node), laws.get(node), shapes.get(node));
            ofNodes.add(FieldFormula.join(formulas.stacks.get(node + 1), all(formulas.ofMaps.get(node + 1))));
        }
        return List.copyOf(ofNodes);
    }

    private void add(Network.Node node, List<ValueLaw> laws, FeatureShape output) {
        List<ByChannel.Strand<FieldFormula>> paths = new ArrayList<>();
        for (int i = 0; i < laws.size(); i++) {
            int map = network.indexOf(node.inputs().get(i)) + 1;
            String stack = stacks.get(map);
            paths.addAll(laws.get(i)
                    .formulas(ofMaps.get(map), parts -> FieldFormula.join(stack, parts), output)
                    .strands());
        }
        ofMaps.add(ByChannel.apart(paths, parts -> FieldFormula.join(node.name(), parts)));
        boolean isStack = node.layer() instanceof Concatenation;
        stacks.add(
                isStack ? node.name() : stacks.get(network.indexOf(node.inputs().get(0)) + 1));
    }

    private static List<FieldFormula> all(ByChannel<FieldFormula> formulas) {
        return formulas.strands().stream().map(ByChannel.Strand::traced).toList();
    }
}
