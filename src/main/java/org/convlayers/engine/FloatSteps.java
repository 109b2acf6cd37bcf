package org.convlayers.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Takes a network apart into steps: each layer with the pointwise layers after it. Normalisations right after a convolution
 * are folded into its weights; what else is pointwise follows in the same pass.
 */
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
        List<Network.Node> nodes = network.nodes();
        FoldedLayer layer = new FoldedLayer(nodes.get(first), weights);
        List<Integer> folded = new ArrayList<>();
        int next = first + 1;
        while (next < end && isFoldedInto(layer, nodes.get(next))) {
            if (ChannelFunction.of(nodes.get(next), weights) instanceof ChannelAffine normalization) {
                layer = layer.andThen(normalization);
                folded.add(next);
            }
            next++;
        }
        Epilogue epilogue = Epilogue.NONE;
        for (int i = next; i < end; i++) {
            epilogue = epilogue.andThen(Epilogues.of(nodes.get(i), weights));
        }
        List<FeatureShape> inputs = network.inputShapes(nodes.get(first), input, shapes);
        return new FloatStep(
                IntStream.range(first, end).boxed().toList(),
                folded,
                nodes.get(first).inputs().stream().map(network::indexOf).toList(),
                LayerKernels.of(layer.node(), layer.weights(), inputs, epilogue, precision));
    }

    /** Normalisations are, and what does nothing does not stand between. */
    private boolean isFoldedInto(FoldedLayer layer, Network.Node node) {
        return node.layer() instanceof Dropout
                || (ChannelFunction.of(node, weights) instanceof ChannelAffine normalization
                        && layer.takes(normalization));
    }
}
