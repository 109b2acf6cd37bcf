package org.convlayers.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;

/**
 * What the layers of a network give and cost, for one item.
 *
 * @param layers one row for each layer, in order
 * @param total the sums over all layers
 */
public record NetworkSummary(List<Row> layers, Total total) {
    /** Copies the list. */
    public NetworkSummary {
        layers = List.copyOf(layers);
    }

    /**
     * A layer.
     *
     * @param name its name in the network
     * @param text how it is written, its inputs included where they are not the layer before
     * @param output the shape of its output
     * @param parameters the number of its parameters, without collected statistics
     * @param macs the number of its multiply-accumulates
     * @param field size, stride and padding of its receptive field on each axis; empty where no formula holds
     * @param algorithm how it is computed, and why
     */
    public record Row(
            String name,
            String text,
            FeatureShape output,
            long parameters,
            long macs,
            Optional<List<FieldFormula.Axis>> field,
            String algorithm) {}

    /**
     * The sums.
     *
     * @param parameters of all layers
     * @param macs of all layers
     */
    public record Total(long parameters, long macs) {}

    /**
     * The summary of a network.
     *
     * @param network the layers
     * @param plan the network made ready for the shape of its input
     */
    public static NetworkSummary of(Network network, NetworkPlan plan) {
        FeatureShape input = plan.inputShape();
        List<FeatureShape> shapes = network.shapes(input);
        List<FieldFormula> formulas = PullBack.of(network, input).formulas();
        List<String> texts = NetworkText.printLayers(network);
        Map<String, String> algorithms = algorithms(plan);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Network.Node node = network.nodes().get(i);
            rows.add(new Row(
                    node.name(),
                    texts.get(i),
                    shapes.get(i),
                    node.layer().parameterCount(),
                    node.layer().macs(network.inputShapes(node, input, shapes)),
                    formulas.get(i).axes(),
                    algorithms.get(node.name())));
        }
        return new NetworkSummary(
                rows, new Total(rows.stream().mapToLong(Row::parameters).sum(), network.macs(input)));
    }

    private static Map<String, String> algorithms(NetworkPlan plan) {
        Map<String, String> algorithms = new HashMap<>();
        for (NetworkPlan.Step step : plan.steps()) {
            String first = step.nodes().get(0);
            step.nodes().forEach(node -> algorithms.put(node, "fused into '" + first + "'"));
            step.folded().forEach(node -> algorithms.put(node, "folded into the weights of '" + first + "'"));
            algorithms.put(first, step.algorithm());
        }
        return algorithms;
    }
}
