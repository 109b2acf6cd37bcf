package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Elementwise.Operation;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.weights.Tensor;

/** The operators that take each element by itself. */
final class PointwiseOperators {
    private static final Map<String, ActivationFunction> WITHOUT_ATTRIBUTES = Map.ofEntries(
            Map.entry("Relu", ActivationFunction.RELU),
            Map.entry("Sigmoid", ActivationFunction.SIGMOID),
            Map.entry("Tanh", ActivationFunction.TANH),
            Map.entry("Softplus", ActivationFunction.SOFTPLUS),
            Map.entry("Softsign", ActivationFunction.SOFTSIGN),
            Map.entry("HardSwish", ActivationFunction.HARDSWISH),
            Map.entry("Mish", ActivationFunction.MISH),
            Map.entry("Exp", ActivationFunction.EXP),
            Map.entry("Log", ActivationFunction.LOG),
            Map.entry("Sqrt", ActivationFunction.SQRT),
            Map.entry("Abs", ActivationFunction.ABS),
            Map.entry("Sign", ActivationFunction.SIGN),
            Map.entry("Floor", ActivationFunction.FLOOR),
            Map.entry("Ceil", ActivationFunction.CEIL),
            Map.entry("Round", ActivationFunction.ROUND),
            Map.entry("Erf", ActivationFunction.ERF),
            Map.entry("Sin", ActivationFunction.SIN),
            Map.entry("Cos", ActivationFunction.COS),
            Map.entry("Tan", ActivationFunction.TAN),
            Map.entry("Asin", ActivationFunction.ASIN),
            Map.entry("Acos", ActivationFunction.ACOS),
            Map.entry("Atan", ActivationFunction.ATAN),
            Map.entry("Sinh", ActivationFunction.SINH),
            Map.entry("Cosh", ActivationFunction.COSH),
            Map.entry("Asinh", ActivationFunction.ASINH),
            Map.entry("Acosh", ActivationFunction.ACOSH),
            Map.entry("Atanh", ActivationFunction.ATANH));

    private PointwiseOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        Map<String, Operator> operators = new HashMap<>();
        WITHOUT_ATTRIBUTES.forEach((name, function) ->
                operators.put(name, node -> List.of(apply(node, node.input(0), Activation.of(function)))));
        operators.put("LeakyRelu", node -> one(node, ActivationFunction.LEAKY_RELU, node.real("alpha", 0.01)));
        operators.put("Elu", node -> one(node, ActivationFunction.ELU, node.real("alpha", 1)));
        operators.put("Celu", node -> one(node, ActivationFunction.CELU, node.real("alpha", 1)));
        operators.put("ThresholdedRelu", node -> one(node, ActivationFunction.THRESHOLD, node.real("alpha", 1), 0));
        operators.put("Selu", PointwiseOperators::selu);
        operators.put("Gelu", PointwiseOperators::gelu);
        operators.put("HardSigmoid", PointwiseOperators::hardSigmoid);
        operators.put("Swish", PointwiseOperators::swish);
        operators.put("DequantizeLinear", PointwiseOperators::dequantize);
        operators.put("Shrink", PointwiseOperators::shrink);
        operators.put("Clip", PointwiseOperators::clip);
        operators.put("PRelu", PointwiseOperators::prelu);
        operators.put("Neg", node -> List.of(times(node, node.input(0), -1)));
        operators.put(
                "Reciprocal",
                node -> List.of(Broadcast.join(node, Operation.DIVIDE, Value.Constant.ofReal(1), node.input(0))));
        return operators;
    }

    /** A function of each element, computed now if the array is known. */
    static Value apply(NodeContext node, Value value, Activation activation) throws DamagedFileException {
        if (value instanceof Value.Constant constant) {
            node.spend(constant.view().elements());
            double[] result = node.doubles(constant).clone();
            for (int i = 0; i < result.length; i++) {
                result[i] = activation.apply(result[i]);
            }
            return Value.Constant.of(result, constant.numbers().areReal(), constant.dims());
        }
        Value.Feature feature = (Value.Feature) value;
        boolean isAll = feature.view().elements() == feature.shape().elements();
        Value.Feature maps = isAll ? feature : Maps.of(node, feature);
        return node.add(activation, List.of(maps)).with(isAll ? feature.view() : Maps.view(feature.view()));
    }

    private static List<Value> one(NodeContext node, ActivationFunction function, double... arguments)
            throws DamagedFileException {
        Activation activation =
                new Activation(function, Arrays.stream(arguments).boxed().toList());
        return List.of(apply(node, node.input(0), activation));
    }

    /** An array times a number. */
    static Value times(NodeContext node, Value value, double factor) throws DamagedFileException {
        boolean isWhole =
                value instanceof Value.Constant constant && !constant.numbers().areReal();
        Value number = Value.Constant.of(new double[] {factor}, !isWhole, List.of());
        return Broadcast.join(node, Operation.MULTIPLY, value, number);
    }

    /** An array plus a number. */
    static Value plus(NodeContext node, Value value, double summand) throws DamagedFileException {
        return Broadcast.join(node, Operation.ADD, value, Value.Constant.ofReal(summand));
    }

    private static List<Value> selu(NodeContext node) throws DamagedFileException {
        float alpha = node.real("alpha", node.opset() < 6 ? 1.6732 : 1.6732632423543772);
        float gamma = node.real("gamma", node.opset() < 6 ? 1.0507 : 1.0507009873554805);
        Value value = node.input(0);
        if (Math.abs(alpha - 1.6732632) < 1e-6 && Math.abs(gamma - 1.050701) < 1e-6) {
            return List.of(apply(node, value, Activation.of(ActivationFunction.SELU)));
        }
        Activation elu = new Activation(ActivationFunction.ELU, List.of((double) alpha));
        return List.of(times(node, apply(node, value, elu), gamma));
    }

    private static List<Value> gelu(NodeContext node) throws DamagedFileException {
        boolean isTanh = node.text("approximate", "none").equals("tanh");
        return List.of(apply(
                node, node.input(0), Activation.of(isTanh ? ActivationFunction.GELU_TANH : ActivationFunction.GELU)));
    }

    /** min(max(alpha x + beta, 0), 1). */
    private static List<Value> hardSigmoid(NodeContext node) throws DamagedFileException {
        float alpha = node.real("alpha", 0.2);
        float beta = node.real("beta", 0.5);
        Value value = node.input(0);
        if (alpha == 1f / 6 && beta == 0.5f) {
            return List.of(apply(node, value, Activation.of(ActivationFunction.HARDSIGMOID)));
        }
        return List.of(clamp(node, plus(node, times(node, value, alpha), beta), 0, 1));
    }

    /** x / (1 + e^(-alpha x)). */
    private static List<Value> swish(NodeContext node) throws DamagedFileException {
        float alpha = node.real("alpha", 1);
        Value value = node.input(0);
        if (alpha == 1) {
            return List.of(apply(node, value, Activation.of(ActivationFunction.SILU)));
        }
        Value gate = apply(node, times(node, value, alpha), Activation.of(ActivationFunction.SIGMOID));
        return List.of(Broadcast.join(node, Operation.MULTIPLY, value, gate));
    }

    /** (x - zero point) scale, with one scale for all or one for each place along an axis: weights of small files. */
    private static List<Value> dequantize(NodeContext node) throws DamagedFileException {
        if (node.number("block_size", 0) != 0) {
            throw node.fault("one scale for a block of numbers is not supported");
        }
        Value value = real(node, node.input(0));
        Optional<Value> zeroPoint = node.optional(2);
        Value shifted = zeroPoint.isEmpty()
                ? value
                : Broadcast.join(node, Operation.SUBTRACT, value, alongAxis(node, value, zeroPoint.get()));
        return List.of(Broadcast.join(node, Operation.MULTIPLY, shifted, alongAxis(node, value, node.input(1))));
    }

    private static Value alongAxis(NodeContext node, Value value, Value numbers) throws DamagedFileException {
        Value real = real(node, numbers);
        List<Integer> dims = numbers.dims();
        return dims.size() == 1 && dims.get(0) > 1
                ? Broadcast.alignedFrom(
                        value,
                        real,
                        Value.axis(node.number("axis", 1), value.dims().size()))
                : real;
    }

    private static Value real(NodeContext node, Value value) throws DamagedFileException {
        if (!(value instanceof Value.Constant numbers)) {
            return value;
        }
        node.spend(numbers.view().elements());
        return Value.Constant.of(node.doubles(numbers).clone(), true, numbers.dims());
    }

    private static List<Value> shrink(NodeContext node) throws DamagedFileException {
        double threshold = node.real("lambd", 0.5);
        double bias = node.real("bias", 0);
        if (bias != 0 && bias != threshold) {
            throw node.fault("a bias of " + bias + " is supported if it is 0 or lambd");
        }
        return one(node, bias == 0 ? ActivationFunction.HARDSHRINK : ActivationFunction.SOFTSHRINK, threshold);
    }

    private static List<Value> clip(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        return List.of(clamp(
                node,
                value,
                bound(node, "min", 1, Double.NEGATIVE_INFINITY),
                bound(node, "max", 2, Double.POSITIVE_INFINITY)));
    }

    private static double bound(NodeContext node, String attribute, int input, double none)
            throws DamagedFileException {
        if (node.opset() < 11) {
            return node.real(attribute, none);
        }
        Optional<Value.Constant> bound = node.optionalConstant(input);
        if (bound.isEmpty()) {
            return none;
        }
        return node.single(bound.get());
    }

    private static Value clamp(NodeContext node, Value value, double low, double high) throws DamagedFileException {
        if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
            return value;
        }
        if (low == 0 && high == Double.POSITIVE_INFINITY) {
            return apply(node, value, Activation.of(ActivationFunction.RELU));
        }
        Activation activation = low == 0 && high == 6
                ? Activation.of(ActivationFunction.RELU6)
                : new Activation(ActivationFunction.HARDTANH, List.of(low, high));
        return apply(node, value, activation);
    }

    /** x for x > 0, else slope x, with slopes for all elements, for each channel, or as they broadcast. */
    private static List<Value> prelu(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        Value slope = node.input(1);
        if (node.opset() < 7 && slope.dims().size() == 1 && value.dims().size() > 2) {
            slope = Broadcast.alignedFrom(value, slope, 1);
        }
        if (value instanceof Value.Feature
                && slope instanceof Value.Constant constant
                && value.dims().size() > 1) {
            int slopes = constant.view().elements();
            List<Integer> perChannel =
                    new ArrayList<>(Collections.nCopies(value.dims().size() - 1, 1));
            perChannel.set(0, value.dims().get(1));
            List<Integer> dims = constant.dims();
            boolean isPerChannel = dims.equals(perChannel)
                    || (dims.size() == value.dims().size()
                            && dims.get(0) == 1
                            && dims.subList(1, dims.size()).equals(perChannel));
            if (slopes == 1 || isPerChannel) {
                ParametricRelu layer = new ParametricRelu(slopes, 0.25);
                Value.Feature maps = Maps.of(node, value);
                Tensor weight = new Tensor(node.floats(constant), List.of(slopes));
                return List.of(
                        node.add(layer, List.of(maps), Map.of("weight", weight)).with(Maps.view(value.view())));
            }
        }
        Value positive = apply(node, value, Activation.of(ActivationFunction.RELU));
        Value negative = Broadcast.join(
                node,
                Operation.MULTIPLY,
                slope,
                Broadcast.join(node, Operation.MINIMUM, value, Value.Constant.ofReal(0)));
        return List.of(Broadcast.join(node, Operation.ADD, positive, negative));
    }
}
