package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.BatchNormalization;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise.Operation;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Softmax;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/** The operators that bring values to a common scale, and those that training needs and inference does not. */
final class NormalizationOperators {
    private NormalizationOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("BatchNormalization", NormalizationOperators::batch),
                Map.entry("InstanceNormalization", NormalizationOperators::instance),
                Map.entry("GroupNormalization", NormalizationOperators::group),
                Map.entry("LayerNormalization", NormalizationOperators::layer),
                Map.entry("RMSNormalization", NormalizationOperators::rootMeanSquare),
                Map.entry("MeanVarianceNormalization", NormalizationOperators::meanVariance),
                Map.entry("LRN", NormalizationOperators::localResponse),
                Map.entry("Softmax", node -> softmax(node, false)),
                Map.entry("LogSoftmax", node -> softmax(node, true)),
                Map.entry("Dropout", NormalizationOperators::dropout));
    }

    private static List<Value> batch(NodeContext node) throws DamagedFileException {
        boolean isTraining =
                node.number("training_mode", 0) != 0 || (node.opset() < 7 && node.number("is_test", 0) == 0);
        if (isTraining && node.wants(1)) {
            throw node.fault("only the form for inference is supported, not that for training");
        }
        if (node.opset() < 9 && node.number("spatial", 1) == 0) {
            throw node.fault("statistics of each pixel (spatial=0) are not supported");
        }
        Value input = node.input(0);
        Value.Feature maps = Images.maps(node, input);
        int channels = maps.shape().channels();
        Map<String, Tensor> tensors = new HashMap<>();
        List<String> names = List.of("weight", "bias", "running_mean", "running_var");
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), perChannel(node, i + 1, channels));
        }
        BatchNormalization layer =
                new BatchNormalization(node.network().rank(), channels, node.real("epsilon", 1e-5), true);
        return List.of(Images.array(node.add(layer, List.of(maps), tensors), input));
    }

    private static Tensor perChannel(NodeContext node, int input, int channels) throws DamagedFileException {
        float[] values = node.floats(node.constant(input));
        if (values.length != channels) {
            throw node.fault("input " + input + " has " + values.length + " numbers for " + channels + " channels");
        }
        return new Tensor(values, List.of(channels));
    }

    private static List<Value> instance(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        Value.Feature maps = Images.maps(node, input);
        int channels = maps.shape().channels();
        InstanceNormalization layer =
                new InstanceNormalization(node.network().rank(), channels, node.real("epsilon", 1e-5), true, false);
        Map<String, Tensor> tensors =
                Map.of("weight", perChannel(node, 1, channels), "bias", perChannel(node, 2, channels));
        return List.of(Images.array(node.add(layer, List.of(maps), tensors), input));
    }

    /** From version 21 on scale and shift are given for each channel, before for each group. */
    private static List<Value> group(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        Value.Feature maps = Images.maps(node, input);
        int channels = maps.shape().channels();
        int groups = (int) Math.max(1, Math.min(node.number("num_groups", 1), Integer.MAX_VALUE));
        boolean isPerGroup = node.opset() < 21;
        Tensor weight = perChannel(node, 1, isPerGroup ? groups : channels);
        Tensor bias = perChannel(node, 2, isPerGroup ? groups : channels);
        GroupNormalization layer = new GroupNormalization(groups, channels, node.real("epsilon", 1e-5), true);
        Map<String, Tensor> tensors = Map.of("weight", repeated(weight, channels), "bias", repeated(bias, channels));
        return List.of(Images.array(node.add(layer, List.of(maps), tensors), input));
    }

    private static Tensor repeated(Tensor values, int channels) {
        float[] repeated = new float[channels];
        for (int c = 0; c < channels; c++) {
            repeated[c] = values.data()[(int) ((long) c * values.data().length / channels)];
        }
        return new Tensor(repeated, List.of(channels));
    }

    /** (x - mean) / sqrt(var + eps) scale + bias, mean and variance over the last axes. */
    private static List<Value> layer(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        int rank = input.dims().size();
        int axis = Value.axis(node.number("axis", -1), rank);
        List<Integer> axes = Value.range(rank).subList(axis, rank);
        Value mean = Reductions.mean(node, input, axes);
        Value centred = Broadcast.join(node, Operation.SUBTRACT, input, mean);
        Value deviation = deviation(node, centred, axes, node.real("epsilon", 1e-5));
        Value result = Broadcast.join(
                node, Operation.MULTIPLY, Broadcast.join(node, Operation.DIVIDE, centred, deviation), node.input(1));
        Optional<Value> bias = node.optional(2);
        List<Value> outputs = new ArrayList<>();
        outputs.add(bias.isPresent() ? Broadcast.join(node, Operation.ADD, result, bias.get()) : result);
        if (node.wants(1) || node.wants(2)) {
            outputs.add(mean);
            outputs.add(Broadcast.join(node, Operation.DIVIDE, Value.Constant.ofReal(1), deviation));
        }
        return outputs;
    }

    /** x / sqrt(mean of squares + eps) scale, the mean over the last axes. */
    private static List<Value> rootMeanSquare(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        int rank = input.dims().size();
        int axis = Value.axis(node.number("axis", -1), rank);
        Value deviation = deviation(node, input, Value.range(rank).subList(axis, rank), node.real("epsilon", 1e-5));
        Value quotient = Broadcast.join(node, Operation.DIVIDE, input, deviation);
        return List.of(Broadcast.join(node, Operation.MULTIPLY, quotient, node.input(1)));
    }

    /** sqrt(mean of squares + eps). */
    private static Value deviation(NodeContext node, Value centred, List<Integer> axes, double epsilon)
            throws DamagedFileException {
        Value squares = Broadcast.join(node, Operation.MULTIPLY, centred, centred);
        Value variance = Reductions.mean(node, squares, axes);
        return PointwiseOperators.apply(
                node, PointwiseOperators.plus(node, variance, epsilon), Activation.of(ActivationFunction.SQRT));
    }

    /** (x - mean) / (sqrt(var) + 1e-9). */
    private static List<Value> meanVariance(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        List<Integer> axes = ArrangementOperators.axes(
                node.numbers("axes").orElse(List.of(0L, 2L, 3L)), input.dims().size());
        Value mean = Reductions.mean(node, input, axes);
        Value centred = Broadcast.join(node, Operation.SUBTRACT, input, mean);
        Value deviation = PointwiseOperators.plus(node, deviation(node, centred, axes, 0), 1e-9);
        return List.of(Broadcast.join(node, Operation.DIVIDE, centred, deviation));
    }

    /** x / (bias + alpha/size sum of squares over neighbouring channels)^beta: the sum is a 1x1 convolution. */
    private static List<Value> localResponse(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        Value.Feature maps = Images.maps(node, input);
        int channels = maps.shape().channels();
        int size = (int) Math.max(1, Math.min(node.number("size", 1), 2L * channels + 1));
        double alpha = node.real("alpha", 1e-4);
        node.spend((long) channels * channels);
        float[] band = new float[Math.multiplyExact(channels, channels)];
        for (int c = 0; c < channels; c++) {
            int last = Math.min(channels - 1, c + size / 2);
            for (int j = Math.max(0, c - (size - 1) / 2); j <= last; j++) {
                band[c * channels + j] = (float) (alpha / node.number("size", 1));
            }
        }
        Value squares = Broadcast.join(node, Operation.MULTIPLY, input, input);
        Window pixel = Window.ofKernel(Extent.filled(node.network().rank(), 1));
        Convolution sum = new Convolution(channels, channels, pixel, EdgeMode.ZEROS, 1, true);
        float[] bias = new float[channels];
        Arrays.fill(bias, node.real("bias", 1));
        Map<String, Tensor> tensors =
                Map.of("weight", new Tensor(band, sum.weightShape()), "bias", new Tensor(bias, List.of(channels)));
        Value scale = Images.array(node.add(sum, List.of(Images.maps(node, squares)), tensors), input);
        Activation power = new Activation(ActivationFunction.POW, List.of(-(double) node.real("beta", 0.75)));
        return List.of(Broadcast.join(node, Operation.MULTIPLY, input, PointwiseOperators.apply(node, scale, power)));
    }

    /** Before version 13 the axes from the one on are taken as one. */
    private static List<Value> softmax(NodeContext node, boolean logarithm) throws DamagedFileException {
        Value input = node.input(0);
        List<Integer> dims = input.dims();
        boolean isOld = node.opset() < 13;
        long wanted = node.number("axis", isOld ? 1 : -1);
        if (isOld && wanted == dims.size()) {
            wanted = dims.size() - 1L;
        }
        int axis = Value.axis(wanted, dims.size());
        Value value = input;
        if (isOld && dims.subList(axis + 1, dims.size()).stream().anyMatch(size -> size != 1)) {
            List<Integer> joined = new ArrayList<>(dims.subList(0, axis));
            joined.add((int) ArrangementOperators.product(dims.subList(axis, dims.size())));
            value = ArrangementOperators.reshaped(node, input, joined);
        }
        if (value instanceof Value.Constant) {
            throw node.fault("only what is computed from the image is supported");
        }
        Value result = new ChannelAxis(value, axis).through(new Softmax(Softmax.CHANNELS, logarithm), node);
        return List.of(ArrangementOperators.reshaped(node, result, dims));
    }

    private static List<Value> dropout(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        if (node.opset() >= 12 && node.optional(2).isPresent() && node.single(node.constant(2)) != 0) {
            double ratio = node.optional(1).isPresent() ? node.single(node.constant(1)) : 0.5;
            if (ratio != 0) {
                throw node.fault("only the form for inference is supported, not that for training");
            }
        }
        List<Integer> dims = input.dims();
        View all = View.of(List.of(1)).reshape(List.of()).orElseThrow().broadcast(dims);
        Value mask = new Value.Constant(Numbers.of(new double[] {1}, false), all);
        return node.wants(1) ? List.of(input, mask) : List.of(input);
    }
}
