package org.convlayers.io.onnx;

import java.util.List;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Elementwise.Operation;

/** The operators that compare, and those that take what comparisons give: 1 where a condition holds, else 0. */
final class ConditionOperators {
    private ConditionOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("Equal", node -> List.of(join(node, Operation.EQUAL, 0, 1))),
                Map.entry("Greater", node -> List.of(join(node, Operation.GREATER, 0, 1))),
                Map.entry("GreaterOrEqual", node -> List.of(join(node, Operation.GREATER_OR_EQUAL, 0, 1))),
                Map.entry("Less", node -> List.of(join(node, Operation.GREATER, 1, 0))),
                Map.entry("LessOrEqual", node -> List.of(join(node, Operation.GREATER_OR_EQUAL, 1, 0))),
                Map.entry("And", node -> List.of(join(node, Operation.MULTIPLY, 0, 1))),
                Map.entry("Or", node -> List.of(join(node, Operation.MAXIMUM, 0, 1))),
                Map.entry("Not", node -> List.of(not(node, node.input(0)))),
                Map.entry("Where", ConditionOperators::where),
                Map.entry("If", ConditionOperators::branch));
    }

    private static Value join(NodeContext node, Operation operation, int a, int b) throws DamagedFileException {
        return join(node, operation, node.input(a), node.input(b), false);
    }

    private static Value join(NodeContext node, Operation operation, Value a, Value b, boolean isReal)
            throws DamagedFileException {
        return a instanceof Value.Constant knownA && b instanceof Value.Constant knownB
                ? Broadcast.known(node, operation::apply, knownA, knownB, isReal)
                : Broadcast.join(node, operation, a, b);
    }

    /** 1 where a value is 0, else 0. */
    static Value not(NodeContext node, Value value) throws DamagedFileException {
        return join(node, Operation.EQUAL, value, Value.Constant.of(new double[] {0}, false, List.of()), false);
    }

    /** A sum of two of which one is 0 everywhere, so that what is not chosen may be infinite or NaN. */
    private static List<Value> where(NodeContext node) throws DamagedFileException {
        Value condition = node.input(0);
        Value yes = chosen(node, condition, node.input(1));
        Value no = chosen(node, not(node, condition), node.input(2));
        return List.of(Broadcast.join(node, Operation.ADD, yes, no));
    }

    /** The branch of a known condition; the other one may hold anything. */
    private static List<Value> branch(NodeContext node) throws DamagedFileException {
        if (!(node.input(0) instanceof Value.Constant condition)) {
            throw node.fault("its condition is computed from the image; only a known one is supported");
        }
        return node.branch(node.single(condition) != 0 ? "then_branch" : "else_branch");
    }

    private static Value chosen(NodeContext node, Value condition, Value value) throws DamagedFileException {
        boolean isReal =
                value instanceof Value.Constant known && known.numbers().areReal();
        return join(node, Operation.WHERE, condition, value, isReal);
    }
}
