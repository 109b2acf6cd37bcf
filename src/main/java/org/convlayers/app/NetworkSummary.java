package org.convlayers.app;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Weights;

/**
 * What the layers of a network give and cost, for one item.
 *
 * @param layers one row for each layer, in order
 * @param total the sums over all layers
 * @param comparisons standard convolutions beside depthwise separable ones
 */
public record NetworkSummary(List<Row> layers, Total total, List<SeparableComparison> comparisons) {
    /** Copies the lists. */
    public NetworkSummary {
        layers = List.copyOf(layers);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * A layer.
     *
     * @param name its name in the network
     * @param text how it is written, its inputs included where they are not the layer before
     * @param kernel the size of its kernel or window; empty if it has none
     * @param output the shape of its output
     * @param parameters the number of its parameters, without collected statistics
     * @param macs the number of its multiply-accumulates
     * @param bytes what its output takes as float32
     * @param memory the bytes of all feature maps that are there while it is computed, if each layer is computed as a whole
     * @param intensity floating-point operations for each byte of its inputs, parameters and output
     * @param field size, stride and padding of its receptive field on each axis; empty where no formula holds
     * @param algorithm how it is computed, and why
     */
    public record Row(
            String name,
            String text,
            Optional<Extent> kernel,
            FeatureShape output,
            long parameters,
            long macs,
            long bytes,
            long memory,
            double intensity,
            Optional<List<FieldFormula.Axis>> field,
            String algorithm) {
        /** Floating-point operations: a multiply-accumulate is two. */
        public BigInteger flops() {
            return twice(macs);
        }
    }

    /**
     * The sums.
     *
     * @param parameters of all layers
     * @param macs of all layers
     * @param bytes of the outputs of all layers
     * @param memory the most that is needed for feature maps at a time, if each layer is computed as a whole
     */
    public record Total(long parameters, long macs, long bytes, long memory) {
        /** Floating-point operations: a multiply-accumulate is two. */
        public BigInteger flops() {
            return twice(macs);
        }
    }

    /**
     * The summary of a network.
     *
     * @param network the layers
     * @param plan the network made ready for the shape of its input; may have copies as further layers
     */
    public static NetworkSummary of(Network network, NetworkPlan plan) {
        FeatureShape input = plan.inputShape();
        List<FeatureShape> shapes = network.shapes(input);
        long macs = network.macs(input); // first: it names the layer of which a long does not count them
        List<FieldFormula> formulas = PullBack.of(network, input).formulas();
        List<String> texts = NetworkText.printLayers(network);
        List<Long> memory = MapMemory.whileComputing(network, input, shapes);
        Map<String, String> algorithms = algorithms(plan);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Network.Node node = network.nodes().get(i);
            List<FeatureShape> inputs = network.inputShapes(node, input, shapes);
            long layerMacs = node.layer().macs(inputs);
            rows.add(new Row(
                    node.name(),
                    texts.get(i),
                    kernel(node.layer()),
                    shapes.get(i),
                    node.layer().parameterCount(),
                    layerMacs,
                    MapMemory.bytes(shapes.get(i)),
                    memory.get(i),
                    2.0 * layerMacs / bytesMoved(node.layer(), inputs, shapes.get(i)),
                    formulas.get(i).axes(),
                    algorithms.get(node.name())));
        }
        return new NetworkSummary(rows, total(rows, macs), SeparableComparison.of(network, shapes));
    }

    private static Total total(List<Row> rows, long macs) {
        return new Total(
                rows.stream().mapToLong(Row::parameters).sum(),
                macs,
                rows.stream().mapToLong(Row::bytes).reduce(0, MapMemory::add),
                rows.stream().mapToLong(Row::memory).max().orElseThrow());
    }

    private static BigInteger twice(long number) {
        return BigInteger.valueOf(number).shiftLeft(1);
    }

    private static Optional<Extent> kernel(Layer layer) {
        if (layer instanceof Convolution convolution) {
            return Optional.of(convolution.window().kernelSize());
        }
        if (layer instanceof TransposedConvolution convolution) {
            return Optional.of(convolution.window().kernelSize());
        }
        return layer instanceof Pooling pooling ? Optional.of(pooling.window().kernelSize()) : Optional.empty();
    }

    private static double bytesMoved(Layer layer, List<FeatureShape> inputs, FeatureShape output) {
        double values = layer.parameters().stream()
                        .mapToDouble(Layer.Parameter::elements)
                        .sum()
                + inputs.stream().mapToDouble(FeatureShape::elements).sum()
                + output.elements();
        return Float.BYTES * values;
    }

    /**
     * The summary of a network whose weights are not known; how it is computed does not depend on them.
     *
     * @param network the layers of all outputs
     * @param input the shape of an item of the input
     * @throws org.convlayers.shape.ShapeException if the network does not take such inputs
     */
    public static NetworkSummary of(NetworkOutputs network, FeatureShape input) {
        network.layers().shapes(input); // before weights are drawn, which may be many
        SeparateOutputs separate = network.separate();
        Weights weights = FilledNetwork.random(separate.network()).weights();
        NetworkPlan plan = NetworkRun.plan(separate.network(), weights, separate.outputs(), input, Precision.FLOAT32);
        return of(network.layers(), plan);
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
