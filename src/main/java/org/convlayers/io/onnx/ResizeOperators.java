package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Coordinates;
import org.convlayers.layer.Interpolation;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/**
 * Resize of all versions, and its predecessor Upsample. Where an upsampling layer does the same it stands for them; other
 * ways to count pixels, and axes other than the spatial ones, are products with the matrix of weights along each axis.
 */
final class ResizeOperators {
    /** To compare a way of resizing with those of the layers, in values that are computed. */
    private static final long COST_OF_PIXEL = 16;

    private ResizeOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.of("Resize", ResizeOperators::resize, "Upsample", ResizeOperators::resize);
    }

    private static List<Value> resize(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        if (value instanceof Value.Constant) {
            throw node.fault("only what is computed from the image is supported");
        }
        Resampling resampling = Resampling.of(node);
        Map<Integer, Resampling.Axis> axes = axes(node, value.dims());
        if (axes.isEmpty()) {
            return List.of(value);
        }
        Optional<Upsampling> layer = layer(node, resampling, axes, value);
        if (layer.isPresent()) {
            return List.of(Images.array(node.add(layer.get(), List.of(Images.maps(node, value))), value));
        }
        for (Map.Entry<Integer, Resampling.Axis> axis : axes.entrySet()) {
            value = along(node, value, axis.getKey(), axis.getValue(), resampling);
        }
        return List.of(value);
    }

    /** The axes that change. */
    private static Map<Integer, Resampling.Axis> axes(NodeContext node, List<Integer> dims)
            throws DamagedFileException {
        List<Integer> order = node.numbers("axes")
                .map(numbers -> ArrangementOperators.axes(numbers, dims.size()))
                .orElse(Value.range(dims.size()));
        Optional<Value.Constant> sizes = node.opset() < 11 ? Optional.empty() : filled(node, 3);
        List<Double> scales = sizes.isPresent() ? scales(node, sizes.get(), order, dims) : scales(node);
        if (scales.size() != order.size()) {
            throw node.fault("there are " + scales.size() + " scales or sizes for " + order.size() + " axes");
        }
        Map<Integer, Resampling.Axis> axes = new TreeMap<>();
        for (int i = 0; i < scales.size(); i++) {
            int n = dims.get(order.get(i));
            double scale = scales.get(i);
            double m = sizes.isPresent() ? Math.floor(n * scale + 0.5) : scaled(n, scale);
            if (!(m >= 1 && m <= Integer.MAX_VALUE && scale > 0)) {
                throw node.fault("an axis of " + n + " pixels cannot be scaled by " + scale);
            }
            if (m != n || scale != 1) {
                node.spend(COST_OF_PIXEL * (long) m);
                axes.put(order.get(i), new Resampling.Axis(n, (int) m, scale));
            }
        }
        return axes;
    }

    /** In single precision, as ONNX infers shapes: 10 pixels by the float nearest to 1.3, which is smaller, are 13. */
    private static double scaled(int n, double scale) {
        float product = (float) n * (float) scale;
        return Math.floor(product);
    }

    /** Of sizes; with a policy that keeps the aspect ratio, the smallest or the largest scale is that of all axes. */
    private static List<Double> scales(NodeContext node, Value.Constant sizes, List<Integer> order, List<Integer> dims)
            throws DamagedFileException {
        List<Integer> wanted = ArrangementOperators.dims(node, sizes);
        List<Double> scales = new ArrayList<>();
        for (int i = 0; i < Math.min(wanted.size(), order.size()); i++) {
            scales.add(wanted.get(i) / (double) dims.get(order.get(i)));
        }
        return switch (node.text("keep_aspect_ratio_policy", "stretch")) {
            case "not_larger" -> Collections.nCopies(scales.size(), Collections.min(scales));
            case "not_smaller" -> Collections.nCopies(scales.size(), Collections.max(scales));
            default -> scales;
        };
    }

    /** Of Upsample before version 9 an attribute, otherwise an input; before version 11 the second one. */
    private static List<Double> scales(NodeContext node) throws DamagedFileException {
        Optional<List<Float>> attribute = node.reals("scales");
        if (attribute.isPresent()) {
            return attribute.get().stream().map(Float::doubleValue).toList();
        }
        boolean isSecond = node.opset() < 11 || node.isOperator("Upsample");
        Optional<Value.Constant> scales = filled(node, isSecond ? 1 : 2);
        if (scales.isEmpty()) {
            throw node.fault("neither scales nor sizes are given");
        }
        return Arrays.stream(node.doubles(scales.get())).boxed().toList();
    }

    private static Optional<Value.Constant> filled(NodeContext node, int input) throws DamagedFileException {
        return node.optionalConstant(input).filter(value -> !value.view().isEmpty());
    }

    /** The upsampling layer that does the same, if there is one. */
    private static Optional<Upsampling> layer(
            NodeContext node, Resampling resampling, Map<Integer, Resampling.Axis> axes, Value value) {
        int rank = node.network().rank();
        int missing = rank - Images.spatialAxes(value);
        boolean isSpatial = value.dims().size() > 2
                && missing >= 0
                && axes.keySet().stream().allMatch(axis -> axis > 1);
        if (!isSpatial) {
            return Optional.empty();
        }
        List<Double> factors = new ArrayList<>(Collections.nCopies(rank, 1.0));
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(missing, 1));
        sizes.addAll(value.dims().subList(2, value.dims().size()));
        axes.forEach((axis, change) -> {
            factors.set(missing + axis - 2, change.scale());
            sizes.set(missing + axis - 2, change.m());
        });
        Upsampling.Target byFactor = new Upsampling.Factors(factors, false);
        Upsampling.Target bySize = new Upsampling.Size(
                Extent.of(sizes.stream().mapToInt(Integer::intValue).toArray()));
        return candidates(resampling.mode(), rank, List.of(byFactor, bySize)).stream()
                .filter(layer -> axes.entrySet().stream()
                        .allMatch(axis -> isSame(resampling, axis.getValue(), layer, missing + axis.getKey() - 2)))
                .findFirst();
    }

    private static boolean isSame(Resampling resampling, Resampling.Axis change, Upsampling layer, int axis) {
        return layer.target().outputSize(axis, change.n()) == change.m()
                && resampling.isSame(change, layer.axis(axis, change.n()));
    }

    private static List<Upsampling> candidates(String mode, int rank, List<Upsampling.Target> targets) {
        Interpolation interpolation = switch (mode) {
            case "nearest" -> Interpolation.NEAREST;
            case "linear" ->
                List.of(Interpolation.LINEAR, Interpolation.BILINEAR, Interpolation.TRILINEAR)
                        .get(rank - 1);
            default -> Interpolation.BICUBIC;
        };
        if (interpolation.rank().orElse(rank) != rank) {
            return List.of();
        }
        List<Coordinates> coordinates = interpolation == Interpolation.NEAREST
                ? List.of(Coordinates.ASYMMETRIC, Coordinates.HALF_PIXEL)
                : List.of(Coordinates.HALF_PIXEL, Coordinates.ALIGN_CORNERS);
        return coordinates.stream()
                .flatMap(each -> targets.stream().map(target -> new Upsampling(interpolation, each, target)))
                .toList();
    }

    /** A 1x1 convolution whose channels are the pixels of the axis. */
    private static Value along(NodeContext node, Value value, int axis, Resampling.Axis change, Resampling resampling)
            throws DamagedFileException {
        long weights = (long) change.n() * change.m();
        node.spend(weights);
        float[] matrix = new float[(int) weights];
        for (int output = 0; output < change.m(); output++) {
            int row = output * change.n();
            resampling.weights(change, output).forEach((source, w) -> matrix[row + source] = w.floatValue());
        }
        Window pixel = Window.ofKernel(Extent.filled(node.network().rank(), 1));
        Convolution layer = new Convolution(change.n(), change.m(), pixel, EdgeMode.ZEROS, 1, false);
        ChannelAxis channels = new ChannelAxis(value, axis);
        Tensor weight = new Tensor(matrix, layer.weightShape());
        return channels.back(node.add(layer, List.of(channels.maps(node)), Map.of("weight", weight)));
    }
}
