package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Elementwise.Operation;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/**
 * The operators that make one value of all along some axes: pooling, after what has to be one map has become one; along the
 * channels, layers that look at one pixel at a time.
 */
final class Reductions {
    private Reductions() {}

    /** What a reduction is made of: a mean, a sum or a maximum. */
    @FunctionalInterface
    private interface Reduction {
        Value of(Axes axes) throws DamagedFileException;
    }

    /** The operators by name, with the version from which on their axes are an input. */
    static Map<String, Operator> all() {
        Map<String, Operator> operators = new HashMap<>();
        operators.put("ReduceMean", node -> reduce(node, 18, axes -> axes.mean(axes.value)));
        operators.put("ReduceSum", node -> reduce(node, 13, axes -> axes.sum(axes.value)));
        operators.put("ReduceMax", node -> reduce(node, 18, axes -> axes.max(axes.value)));
        operators.put("ReduceMin", node -> reduce(node, 18, Axes::min));
        operators.put("ReduceL1", node -> reduce(node, 18, axes -> axes.sum(axes.map(ActivationFunction.ABS))));
        operators.put("ReduceSumSquare", node -> reduce(node, 18, axes -> axes.sum(axes.square())));
        operators.put(
                "ReduceL2",
                node -> reduce(node, 18, axes -> axes.apply(ActivationFunction.SQRT, axes.sum(axes.square()))));
        operators.put(
                "ReduceLogSum",
                node -> reduce(node, 18, axes -> axes.apply(ActivationFunction.LOG, axes.sum(axes.value))));
        operators.put("ReduceLogSumExp", node -> reduce(node, 18, Axes::logSumExp));
        operators.put("ArgMax", node -> argMax(node, node.input(0)));
        operators.put("ArgMin", node -> argMax(node, PointwiseOperators.times(node, node.input(0), -1)));
        operators.put("ReduceProd", node -> reduce(node, 18, Axes::product));
        return operators;
    }

    private static List<Value> reduce(NodeContext node, int since, Reduction reduction) throws DamagedFileException {
        Value value = node.input(0);
        int rank = value.dims().size();
        Optional<List<Long>> wanted = node.numbersOrInput("axes", 1, since);
        boolean isNone = wanted.map(List::isEmpty).orElse(true);
        if (isNone && node.number("noop_with_empty_axes", 0) != 0) {
            return List.of(value);
        }
        List<Integer> axes = isNone
                ? Value.range(rank)
                : ArrangementOperators.axes(wanted.orElseThrow(), rank).stream()
                        .distinct()
                        .sorted()
                        .toList();
        Value kept = reduction.of(new Axes(node, value, axes));
        return List.of(node.number("keepdims", 1) != 0 ? kept : squeezed(kept, axes));
    }

    /** Where along an axis the largest value stands: counted from the end where the last of equal ones is wanted. */
    private static List<Value> argMax(NodeContext node, Value value) throws DamagedFileException {
        if (value instanceof Value.Constant) {
            throw node.fault("only what is computed from the image is supported");
        }
        int axis = Value.axis(node.number("axis", 0), value.dims().size());
        boolean isLast = node.number("select_last_index", 0) != 0;
        int count = value.dims().get(axis);
        Value counted = isLast ? value.with(value.view().slice(axis, count - 1, -1, count)) : value;
        Value place = new ChannelAxis(counted, axis).through(new ArgMax(), node);
        if (isLast) {
            place = Broadcast.join(node, Operation.SUBTRACT, Value.Constant.ofReal(count - 1.0), place);
        }
        return List.of(node.number("keepdims", 1) != 0 ? place : squeezed(place, List.of(axis)));
    }

    /** The sums along axes, which are left out. */
    static Value sum(NodeContext node, Value value, List<Integer> axes) throws DamagedFileException {
        return squeezed(new Axes(node, value, axes).sum(value), axes);
    }

    /** Without axes of one element. */
    private static Value squeezed(Value value, List<Integer> axes) {
        View view = value.view();
        for (int i = axes.size() - 1; i >= 0; i--) {
            view = view.withoutAxis(axes.get(i));
        }
        return value.with(view);
    }

    /** An array and the axes along which it is reduced; results keep these axes, of one element. */
    private record Axes(NodeContext node, Value value, List<Integer> axes) {
        Value mean(Value of) throws DamagedFileException {
            if (of instanceof Value.Constant constant) {
                return quotient(fold(constant, 0, Double::sum));
            }
            Optional<ChannelAxis> channels = channels(of);
            return channels.isPresent()
                    ? quotient(sumOfChannels(channels.get()))
                    : pool(node, of, axes, PoolingOperation.AVERAGE);
        }

        private Value quotient(Value sum) throws DamagedFileException {
            return Broadcast.join(node, Operation.DIVIDE, sum, Value.Constant.ofReal(count()));
        }

        Value sum(Value of) throws DamagedFileException {
            if (of instanceof Value.Constant constant) {
                return fold(constant, 0, Double::sum);
            }
            Optional<ChannelAxis> channels = channels(of);
            return channels.isPresent()
                    ? sumOfChannels(channels.get())
                    : PointwiseOperators.times(node, mean(of), count());
        }

        Value max(Value of) throws DamagedFileException {
            if (of instanceof Value.Constant constant) {
                return fold(constant, Double.NEGATIVE_INFINITY, Math::max);
            }
            Optional<ChannelAxis> channels = channels(of);
            return channels.isPresent()
                    ? largestOfChannels(channels.get())
                    : pool(node, of, axes, PoolingOperation.MAX);
        }

        /** The only axis, if it is that of the channels: then each pixel is reduced by itself. */
        private Optional<ChannelAxis> channels(Value of) {
            return axes.size() == 1
                    ? Optional.of(new ChannelAxis(of, axes.get(0))).filter(axis -> axis.isKept(node))
                    : Optional.empty();
        }

        /** A 1x1 convolution. */
        private Value sumOfChannels(ChannelAxis channels) throws DamagedFileException {
            Value.Feature maps = channels.maps(node);
            int count = maps.shape().channels();
            Window pixel = Window.ofKernel(Extent.filled(node.network().rank(), 1));
            Convolution sum = new Convolution(count, 1, pixel, EdgeMode.ZEROS, 1, false);
            node.spend(count);
            float[] ones = new float[count];
            Arrays.fill(ones, 1);
            Map<String, Tensor> weight = Map.of("weight", new Tensor(ones, sum.weightShape()));
            return channels.back(node.add(sum, List.of(maps), weight));
        }

        /** The larger ones of two halves, until one channel is left; those of an odd number share a channel. */
        private Value largestOfChannels(ChannelAxis channels) throws DamagedFileException {
            Value.Feature maps = channels.maps(node);
            for (int count = maps.shape().channels();
                    count > 1;
                    count = maps.shape().channels()) {
                int half = (count + 1) / 2;
                maps = node.add(
                        new Elementwise(Operation.MAXIMUM),
                        List.of(channels(maps, 0, half), channels(maps, count - half, half)));
            }
            return channels.back(maps);
        }

        private Value.Feature channels(Value.Feature maps, int first, int count) throws DamagedFileException {
            View part = maps.view().slice(0, first, 1, count);
            return node.keep(maps.with(part), node.network().layout(part.dims()));
        }

        Value min() throws DamagedFileException {
            return PointwiseOperators.times(node, max(PointwiseOperators.times(node, value, -1)), -1);
        }

        Value product() throws DamagedFileException {
            if (value instanceof Value.Constant constant) {
                return fold(constant, 1, (a, b) -> a * b);
            }
            throw node.fault("products along axes of what is computed from the image are not supported");
        }

        /** max + log(sum(exp(x - max))), which does not overflow. */
        Value logSumExp() throws DamagedFileException {
            Value max = max(value);
            Value below = Broadcast.join(node, Operation.SUBTRACT, value, max);
            Value sum = sum(apply(ActivationFunction.EXP, below));
            return Broadcast.join(node, Operation.ADD, apply(ActivationFunction.LOG, sum), max);
        }

        Value square() throws DamagedFileException {
            return Broadcast.join(node, Operation.MULTIPLY, value, value);
        }

        Value map(ActivationFunction function) throws DamagedFileException {
            return apply(function, value);
        }

        Value apply(ActivationFunction function, Value to) throws DamagedFileException {
            return PointwiseOperators.apply(node, to, Activation.of(function));
        }

        private double count() {
            return axes.stream().mapToDouble(value.dims()::get).reduce(1, (a, b) -> a * b);
        }

        private Value.Constant fold(Value.Constant constant, double start, DoubleBinaryOperator operator)
                throws DamagedFileException {
            List<Integer> dims = new ArrayList<>(constant.dims());
            axes.forEach(axis -> dims.set(axis, 1));
            View result = View.of(dims);
            node.spend(result.elements());
            double[] folded = new double[result.elements()];
            Arrays.fill(folded, start);
            View spread = result.isEmpty() ? result : result.broadcast(constant.dims());
            double[] all = node.doubles(constant);
            int[] next = {0};
            spread.forEachPlace(place -> folded[place] = operator.applyAsDouble(folded[place], all[next[0]++]));
            return new Value.Constant(Numbers.of(folded, constant.numbers().areReal()), result);
        }
    }

    /** The mean along axes, which stay, of one element. */
    static Value mean(NodeContext node, Value value, List<Integer> axes) throws DamagedFileException {
        return new Axes(node, value, axes).mean(value);
    }

    /** Pools along axes, which stay, of one element. */
    private static Value pool(NodeContext node, Value value, List<Integer> axes, PoolingOperation operation)
            throws DamagedFileException {
        View view = value.view();
        if (axes.stream().anyMatch(view::isBatch) || view.batchAxis() > 0) {
            throw new View.MixedBatchException();
        }
        boolean hasBatch = view.batchAxis() == 0;
        List<Integer> others = new ArrayList<>(Value.range(view.rank()));
        others.removeAll(axes);
        List<Integer> kept = hasBatch ? others.subList(1, others.size()) : others;
        List<Integer> order = new ArrayList<>(kept);
        order.addAll(axes);
        View item = view.transpose(order);
        List<Integer> layout = new ArrayList<>();
        layout.add((int) ArrangementOperators.product(item.dims().subList(0, kept.size())));
        layout.addAll(item.dims().subList(kept.size(), order.size()));
        Value.Feature maps = node.keep(value.with(item), node.network().layout(layout));
        Value.Feature pooled = node.add(WindowOperators.toOnePixel(node, operation), List.of(maps));
        List<Integer> dims = new ArrayList<>(view.dims());
        axes.forEach(axis -> dims.set(axis, 1));
        View result = hasBatch ? View.ofBatch(dims.get(0), dims.subList(1, dims.size())) : View.of(dims);
        return pooled.with(result);
    }
}
