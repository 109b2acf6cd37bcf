package org.convlayers.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/** Takes a network apart into steps: each layer with the pointwise layers after it. */
final class FloatSteps {
    private final Network network;
    private final Weights weights;
    private final FeatureShape input;
    private final Precision precision;
    private final List<FeatureShape> shapes;
    private final Map<String, Integer> consumers = new HashMap<>();

    private FloatSteps(Network network, Weights weights, FeatureShape input, Precision precision) {
        this.network = network;
        this.weights = weights;
        this.input = input;
        this.precision = precision;
        shapes = network.shapes(input);
        network.nodes().forEach(node -> node.inputs().forEach(name -> consumers.merge(name, 1, Integer::sum)));
    }

    /** The steps of a network, in order. */
    static List<FloatStep> of(Network network, Weights weights, FeatureShape input, Precision precision) {
        return new FloatSteps(network, weights, input, precision).all();
    }

    private List<FloatStep> all() {
        List<FloatStep> steps = new ArrayList<>();
        List<Network.Node> nodes = network.nodes();
        int next = 0;
        while (next < nodes.size()) {
            int first = next++;
            while (next < nodes.size() && follows(nodes.get(next), nodes.get(next - 1))) {
                next++;
            }
            steps.add(step(first, next));
        }
        return steps;
    }

    /** Whether a node is a pointwise layer after the node just before it, which nobody else looks at. */
    private boolean follows(Network.Node node, Network.Node before) {
        return node.layer().isPointwise()
                && node.inputs().get(0).equals(before.name())
                && consumers.get(before.name()) == 1;
    }

    private FloatStep step(int first, int end) {
        Network.Node node = network.nodes().get(first);
        List<Integer> fused = new ArrayList<>(List.of(first));
        Epilogue epilogue = Epilogue.NONE;
        for (int i = first + 1; i < end; i++) {
            epilogue = epilogue.andThen(Epilogues.of(network.nodes().get(i), weights));
            fused.add(i);
        }
        StepKernel kernel =
                LayerKernels.of(node, weights, network.inputShapes(node, input, shapes), epilogue, precision);
        return new FloatStep(fused, node.inputs().stream().map(network::indexOf).toList(), kernel);
    }
}
