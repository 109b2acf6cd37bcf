package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;

/** The operators that make numbers which are known before the network runs: constants, and the arithmetic of shapes. */
final class ShapeOperators {
    private ShapeOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("Constant", ShapeOperators::constant),
                Map.entry("Shape", ShapeOperators::shape),
                Map.entry("Size", ShapeOperators::size),
                Map.entry("ConstantOfShape", ShapeOperators::constantOfShape),
                Map.entry("Range", ShapeOperators::range),
                Map.entry("Cast", ShapeOperators::cast),
                Map.entry("CastLike", ShapeOperators::castLike),
                Map.entry("NonZero", ShapeOperators::nonZero));
    }

    private static List<Value> constant(NodeContext node) throws DamagedFileException {
        Optional<TensorData> tensor = node.tensor("value");
        if (tensor.isPresent()) {
            return List.of(of(tensor.get()));
        }
        if (node.has("value_float")) {
            return List.of(Value.Constant.ofReal(node.real("value_float", 0)));
        }
        if (node.has("value_int")) {
            return List.of(Value.Constant.of(new double[] {node.number("value_int", 0)}, false, List.of()));
        }
        if (node.has("value_ints")) {
            double[] values = node.numbers("value_ints").orElseThrow().stream()
                    .mapToDouble(Long::doubleValue)
                    .toArray();
            return List.of(Value.Constant.of(values, false, List.of(values.length)));
        }
        if (node.has("value_floats")) {
            double[] values = node.reals("value_floats").orElseThrow().stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray();
            return List.of(Value.Constant.of(values, true, List.of(values.length)));
        }
        throw node.fault("only constants of numbers are supported");
    }

    /** A tensor of the file. */
    static Value.Constant of(TensorData tensor) {
        return new Value.Constant(Numbers.of(tensor), View.of(tensor.dims()));
    }

    private static List<Value> shape(NodeContext node) throws DamagedFileException {
        List<Integer> dims = node.input(0).dims();
        int start = place(node.number("start", 0), dims.size());
        int end = place(node.number("end", dims.size()), dims.size());
        return List.of(Value.Constant.ofWhole(dims.subList(start, Math.max(start, end))));
    }

    private static int place(long place, int rank) {
        return (int) Math.max(0, Math.min(place < 0 ? place + rank : place, rank));
    }

    private static List<Value> size(NodeContext node) throws DamagedFileException {
        double size = ArrangementOperators.product(node.input(0).dims());
        return List.of(Value.Constant.of(new double[] {size}, false, List.of()));
    }

    /** One number, looked at as many times as the shape has elements. */
    private static List<Value> constantOfShape(NodeContext node) throws DamagedFileException {
        List<Integer> dims = ArrangementOperators.dims(node, node.constant(0));
        Optional<TensorData> tensor = node.tensor("value");
        Value.Constant value = tensor.isPresent() ? of(tensor.get()) : Value.Constant.ofReal(0);
        if (value.view().elements() != 1) {
            throw node.fault("the value has " + value.view().elements() + " elements, but is one number");
        }
        View one = value.view().reshape(List.of()).orElseThrow();
        return List.of(value.with(one.broadcast(dims)));
    }

    private static List<Value> range(NodeContext node) throws DamagedFileException {
        double start = node.single(node.constant(0));
        double limit = node.single(node.constant(1));
        double delta = node.single(node.constant(2));
        double count = Math.max(Math.ceil((limit - start) / delta), 0);
        if (!(count < Integer.MAX_VALUE)) {
            throw node.fault("a range from " + start + " to " + limit + " by " + delta + " is not possible");
        }
        node.spend((long) count);
        double[] values = new double[(int) count];
        Arrays.setAll(values, i -> start + i * delta);
        return List.of(Value.Constant.of(values, node.constant(0).numbers().areReal(), List.of(values.length)));
    }

    private static List<Value> cast(NodeContext node) throws DamagedFileException {
        if (node.opset() < 6) {
            throw node.fault("a type by its name, as before opset 6, is not supported");
        }
        return cast(node, DataType.of(node.number("to", 0)));
    }

    private static List<Value> castLike(NodeContext node) throws DamagedFileException {
        boolean isWhole =
                node.input(1) instanceof Value.Constant like && !like.numbers().areReal();
        return cast(node, isWhole ? DataType.INT64 : DataType.FLOAT);
    }

    /**
     * Of the image, real numbers stay what they are, as everything is computed in single precision or better, and whole ones
     * have no limits. Known numbers have those of the type, but real ones are rounded to half precision only.
     */
    private static List<Value> cast(NodeContext node, DataType to) throws DamagedFileException {
        Value value = node.input(0);
        if (to.element().isEmpty()) {
            throw node.fault("a cast to type " + to + " is not supported");
        }
        if (value instanceof Value.Feature) {
            if (to.isReal()) {
                return List.of(value);
            }
            return List.of(
                    to == DataType.BOOL
                            ? ConditionOperators.not(node, ConditionOperators.not(node, value))
                            : PointwiseOperators.apply(node, value, Activation.of(ActivationFunction.TRUNC)));
        }
        Value.Constant constant = (Value.Constant) value;
        boolean isWide = to == DataType.FLOAT || to == DataType.DOUBLE;
        if (isWide && constant.numbers().areReal()) {
            return List.of(constant);
        }
        node.spend(constant.view().elements());
        double[] values = node.doubles(constant).clone();
        Arrays.setAll(values, i -> to.cast(values[i]));
        return List.of(Value.Constant.of(values, to.isReal(), constant.dims()));
    }

    private static List<Value> nonZero(NodeContext node) throws DamagedFileException {
        Value.Constant value = node.constant(0);
        List<Integer> dims = value.dims();
        double[] values = node.doubles(value);
        List<int[]> found = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                found.add(index(i, dims));
            }
        }
        double[] result = new double[dims.size() * found.size()];
        for (int axis = 0; axis < dims.size(); axis++) {
            for (int i = 0; i < found.size(); i++) {
                result[axis * found.size() + i] = found.get(i)[axis];
            }
        }
        return List.of(Value.Constant.of(result, false, List.of(dims.size(), found.size())));
    }

    private static int[] index(int number, List<Integer> dims) {
        int[] index = new int[dims.size()];
        int rest = number;
        for (int axis = dims.size() - 1; axis >= 0; axis--) {
            index[axis] = rest % dims.get(axis);
            rest /= dims.get(axis);
        }
        return index;
    }
}
