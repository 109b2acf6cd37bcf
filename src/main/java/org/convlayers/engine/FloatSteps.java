package org.convlayers.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.engine.convolution.ConvolutionKernels;
import org.convlayers.engine.layer.ChannelAffine;
import org.convlayers.engine.layer.ChannelFunction;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernels;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.layer.StepKernel;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Takes a network apart into steps: each layer with the pointwise layers after it. Normalisations right after a convolution,
 * and sums and products with one number for each channel, are folded into its weights; what else is pointwise follows in the
 * same pass.
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
        network.nodes().forEach(node -> inputs(node).forEach(name -> consumers.merge(name, 1, Integer::sum)));
    }

    /** The steps of a network, in order. */
    static List<FloatStep> of(Network network, Weights weights, FeatureShape input, Precision precision) {
        return new FloatSteps(network, weights, input, precision).all();
    }

    /**
     * What one function does with the values of the node before: a pointwise layer, or a join with a constant.
     *
     * @param node the index of its node
     * @param function the function
     */
    private record Follower(int node, ChannelFunction function) {}

    /** Constants first, so that they do not stand between what is joined with them. */
    private List<FloatStep> all() {
        List<Network.Node> nodes = network.nodes();
        Map<Boolean, List<Integer>> areConstant = IntStream.range(0, nodes.size())
                .boxed()
                .collect(Collectors.partitioningBy(i -> nodes.get(i).layer() instanceof Constant));
        List<FloatStep> steps = new ArrayList<>();
        areConstant.get(true).forEach(constant -> steps.add(step(constant, List.of())));
        List<Integer> others = areConstant.get(false);
        int next = 0;
        while (next < others.size()) {
            List<Follower> followers = followers(others.subList(next, others.size()));
            steps.add(step(others.get(next), followers));
            next += 1 + followers.size();
        }
        return steps;
    }

    /** What is done with the output of the first of some nodes alone, one after the other. */
    private List<Follower> followers(List<Integer> nodes) {
        List<Follower> followers = new ArrayList<>();
        for (int i = 1; i < nodes.size(); i++) {
            Optional<Follower> next = follower(nodes.get(i - 1), nodes.get(i));
            if (next.isEmpty()) {
                break;
            }
            followers.add(next.get());
        }
        return followers;
    }

    /** What a node does with the output of the one before, if nobody else looks at that. */
    private Optional<Follower> follower(int before, int index) {
        Network.Node node = network.nodes().get(index);
        String input = network.nodes().get(before).name();
        if (!node.inputs().contains(input) || consumers.get(input) > 1) {
            return Optional.empty();
        }
        if (node.layer().isPointwise()) {
            return Optional.of(new Follower(index, ChannelFunction.of(node, weights)));
        }
        return node.layer() instanceof Elementwise elementwise
                        && node.inputs().size() == 2
                        && shapes.get(index).equals(shapes.get(before))
                ? join(node, elementwise.operation(), input, shapes.get(index).channels())
                        .map(affine -> new Follower(index, affine))
                : Optional.empty();
    }

    /** What a join of two, one of them a constant of one number for each channel or one for all, does with the other. */
    private Optional<ChannelAffine> join(
            Network.Node node, Elementwise.Operation operation, String input, int channels) {
        boolean isFirst = node.inputs().get(1).equals(input);
        int other = network.indexOf(node.inputs().get(isFirst ? 0 : 1));
        if (other == BlockPlaces.INPUT
                || !(network.nodes().get(other).layer() instanceof Constant constant)
                || constant.shape().elements() != constant.shape().channels()) {
            return Optional.empty();
        }
        float[] values =
                weights.get(network.nodes().get(other).name() + ".value").data();
        double[] numbers = IntStream.range(0, channels)
                .mapToDouble(c -> values[values.length == 1 ? 0 : c])
                .toArray();
        return ChannelAffine.ofJoin(operation, isFirst, numbers).filter(ChannelAffine::isFinite);
    }

    private FloatStep step(int first, List<Follower> followers) {
        Network.Node node = network.nodes().get(first);
        FoldedLayer layer = new FoldedLayer(node, weights);
        List<Integer> nodes = new ArrayList<>(List.of(first));
        List<Integer> folded = new ArrayList<>();
        Epilogue epilogue = Epilogue.NONE;
        for (Follower follower : followers) {
            nodes.add(follower.node());
            if (epilogue != Epilogue.NONE) {
                epilogue = epilogue.andThen(follower.function().epilogue());
            } else if (follower.function() instanceof ChannelAffine affine && layer.takes(affine)) {
                layer = layer.andThen(affine);
                folded.add(follower.node());
            } else {
                epilogue = follower.function().epilogue();
            }
        }
        return new FloatStep(
                nodes,
                folded,
                inputs(node).map(network::indexOf).toList(),
                kernel(layer.node(), layer.weights(), epilogue));
    }

    private StepKernel kernel(Network.Node node, Weights weights, Epilogue epilogue) {
        List<FeatureShape> inputs = network.inputShapes(node, input, shapes);
        return node.layer() instanceof Convolution || node.layer() instanceof TransposedConvolution
                ? ConvolutionKernels.of(node, weights, inputs.get(0), epilogue, precision)
                : LayerKernels.of(node, weights, inputs, epilogue);
    }

    /** The outputs that a node looks at: a constant has an input for its place in the network only. */
    private static Stream<String> inputs(Network.Node node) {
        return node.layer() instanceof Constant ? Stream.empty() : node.inputs().stream();
    }
}
