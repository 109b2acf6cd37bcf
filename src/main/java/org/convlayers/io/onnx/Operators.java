package org.convlayers.io.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All operators that are supported, by name. */
final class Operators {
    private static final Map<String, Operator> BY_NAME = byName();

    private Operators() {}

    private static Map<String, Operator> byName() {
        Map<String, Operator> operators = new HashMap<>();
        operators.putAll(PointwiseOperators.all());
        operators.putAll(ArithmeticOperators.all());
        operators.putAll(ConditionOperators.all());
        operators.putAll(ArrangementOperators.all());
        operators.putAll(WindowOperators.all());
        operators.putAll(NormalizationOperators.all());
        operators.putAll(Reductions.all());
        operators.putAll(MatrixOperators.all());
        operators.putAll(PadOperators.all());
        operators.putAll(ResizeOperators.all());
        operators.putAll(ShapeOperators.all());
        return Map.copyOf(operators);
    }

    /** What a node's operator means; empty if it is not supported. */
    static Optional<Operator> of(Node node) {
        return node.domain().isEmpty() ? Optional.ofNullable(BY_NAME.get(node.operator())) : Optional.empty();
    }
}
