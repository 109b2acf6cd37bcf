package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Elementwise.Operation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;

/**
 * Finds activations that exporters write as several operators, because the version of the file has none for them, or because
 * the network's source did: Hardsigmoid, Hardswish, SiLU and Mish. As one layer they are computed in one pass.
 */
final class WrittenOutActivations {
    private final NetworkAssembly network;

    WrittenOutActivations(NetworkAssembly network) {
        this.network = network;
    }

    /**
     * An activation.
     *
     * @param function what it is
     * @param input the name of the node whose values it takes
     */
    record Found(ActivationFunction function, String input) {}

    /**
     * The activation that a new layer completes, if it does.
     *
     * @param layer the layer
     * @param inputs the names of its inputs
     */
    Optional<Found> completedBy(Layer layer, List<String> inputs) {
        if (!(layer instanceof Elementwise elementwise) || inputs.size() != 2) {
            return Optional.empty();
        }
        String a = inputs.get(0);
        String b = inputs.get(1);
        return switch (elementwise.operation()) {
            case DIVIDE -> isNumber(b, 6) ? sixth(a) : Optional.empty();
            case MULTIPLY ->
                isNumber(b, 1f / 6)
                        ? sixth(a)
                        : gated(a, b).or(() -> gated(b, a)).or(() -> isNumber(a, 1f / 6) ? sixth(b) : Optional.empty());
            default -> Optional.empty();
        };
    }

    /** relu6(x + 3) / 6, or x relu6(x + 3) / 6. */
    private Optional<Found> sixth(String node) {
        Optional<String> x = shiftedRelu6(node);
        if (x.isPresent()) {
            return Optional.of(new Found(ActivationFunction.HARDSIGMOID, x.get()));
        }
        return inputsOf(node, Operation.MULTIPLY)
                .flatMap(factors ->
                        product(factors.get(0), factors.get(1)).or(() -> product(factors.get(1), factors.get(0))));
    }

    private Optional<Found> product(String x, String clamped) {
        return shiftedRelu6(clamped).filter(x::equals).map(input -> new Found(ActivationFunction.HARDSWISH, input));
    }

    /** The x of relu6(x + 3). */
    private Optional<String> shiftedRelu6(String node) {
        return inputOf(node, ActivationFunction.RELU6)
                .flatMap(sum -> inputsOf(sum, Operation.ADD))
                .flatMap(summands -> isNumber(summands.get(1), 3)
                        ? Optional.of(summands.get(0))
                        : Optional.of(summands.get(1)).filter(x -> isNumber(summands.get(0), 3)));
    }

    /** x hardsigmoid(x), x sigmoid(x) or x tanh(softplus(x)). */
    private Optional<Found> gated(String x, String gate) {
        return gate(gate, ActivationFunction.HARDSIGMOID, ActivationFunction.HARDSWISH)
                .or(() -> gate(gate, ActivationFunction.SIGMOID, ActivationFunction.SILU))
                .or(() -> inputOf(gate, ActivationFunction.TANH)
                        .flatMap(softplus -> gate(softplus, ActivationFunction.SOFTPLUS, ActivationFunction.MISH)))
                .filter(found -> found.input().equals(x));
    }

    private Optional<Found> gate(String node, ActivationFunction gate, ActivationFunction product) {
        return inputOf(node, gate).map(input -> new Found(product, input));
    }

    /** The input of an activation with its usual arguments, if the node is one. */
    private Optional<String> inputOf(String node, ActivationFunction function) {
        return network.node(node)
                .filter(found -> found.layer().equals(Activation.of(function)))
                .map(found -> found.inputs().get(0));
    }

    /** The two inputs of a join, if the node is one. */
    private Optional<List<String>> inputsOf(String node, Operation operation) {
        return network.node(node)
                .filter(found -> found.layer().equals(new Elementwise(operation)))
                .map(Network.Node::inputs)
                .filter(inputs -> inputs.size() == 2);
    }

    private boolean isNumber(String node, float number) {
        return network.number(node).filter(value -> value == number).isPresent();
    }
}
