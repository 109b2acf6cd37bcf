package org.convlayers.io.onnx;

import java.util.List;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Elementwise.Operation;

/** The operators that join arrays element by element. */
final class ArithmeticOperators {
    private ArithmeticOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("Add", node -> binary(node, Operation.ADD)),
                Map.entry("Sub", node -> binary(node, Operation.SUBTRACT)),
                Map.entry("Mul", node -> binary(node, Operation.MULTIPLY)),
                Map.entry("Div", node -> binary(node, Operation.DIVIDE)),
                Map.entry("Max", node -> List.of(all(node, Operation.MAXIMUM))),
                Map.entry("Min", node -> List.of(all(node, Operation.MINIMUM))),
                Map.entry("Sum", node -> List.of(all(node, Operation.ADD))),
                Map.entry("Mean", ArithmeticOperators::mean),
                Map.entry("Pow", ArithmeticOperators::pow),
                Map.entry("Mod", ArithmeticOperators::mod));
    }

    private static List<Value> binary(NodeContext node, Operation operation) throws DamagedFileException {
        return List.of(Broadcast.join(node, operation, node.input(0), second(node)));
    }

    /** Before version 7, shapes were aligned where the node says. */
    private static Value second(NodeContext node) throws DamagedFileException {
        Value b = node.input(1);
        return node.opset() < 7 && node.has("axis")
                ? Broadcast.alignedFrom(
                        node.input(0),
                        b,
                        Value.axis(node.number("axis", 0), node.input(0).dims().size()))
                : b;
    }

    private static Value all(NodeContext node, Operation operation) throws DamagedFileException {
        Value result = node.input(0);
        for (Value next : node.inputs().subList(1, node.inputs().size())) {
            result = Broadcast.join(node, operation, result, next);
        }
        return result;
    }

    private static List<Value> mean(NodeContext node) throws DamagedFileException {
        Value sum = all(node, Operation.ADD);
        Value count = Value.Constant.ofReal(node.inputs().size());
        return List.of(Broadcast.join(node, Operation.DIVIDE, sum, count));
    }

    private static List<Value> pow(NodeContext node) throws DamagedFileException {
        Value base = node.input(0);
        Value exponent = second(node);
        if (base instanceof Value.Constant a && exponent instanceof Value.Constant b) {
            return List.of(Broadcast.known(node, Math::pow, a, b, a.numbers().areReal()));
        }
        if (base instanceof Value.Constant a && a.view().elements() == 1 && node.single(a) > 0) {
            Value scaled = PointwiseOperators.times(node, exponent, Math.log(node.single(a)));
            return List.of(PointwiseOperators.apply(node, scaled, Activation.of(ActivationFunction.EXP)));
        }
        if (!(exponent instanceof Value.Constant known) || known.view().elements() != 1) {
            throw node.fault("only an exponent of one known number is supported");
        }
        double power = node.single(known);
        if (power == 2) {
            return List.of(Broadcast.join(node, Operation.MULTIPLY, base, base));
        }
        Activation activation = power == 0.5
                ? Activation.of(ActivationFunction.SQRT)
                : new Activation(ActivationFunction.POW, List.of(power));
        return List.of(PointwiseOperators.apply(node, base, activation));
    }

    /** With the sign of the divisor as in Python, or with {@code fmod} that of the dividend as in C. */
    private static List<Value> mod(NodeContext node) throws DamagedFileException {
        return binary(node, node.number("fmod", 0) != 0 ? Operation.FMOD : Operation.REMAINDER);
    }
}
