package org.convlayers.io.onnx;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/** The operators that slide a window over feature maps. */
final class WindowOperators {
    private WindowOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("Conv", WindowOperators::convolution),
                Map.entry("ConvTranspose", TransposedConvolutions::translate),
                Map.entry("MaxPool", WindowOperators::maxPool),
                Map.entry("AveragePool", WindowOperators::averagePool),
                Map.entry("GlobalMaxPool", node -> global(node, PoolingOperation.MAX)),
                Map.entry("GlobalAveragePool", node -> global(node, PoolingOperation.AVERAGE)));
    }

    private static List<Value> convolution(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        Value.Constant weight = node.constant(1);
        List<Integer> dims = weight.dims();
        int axes = dims.size() - 2;
        if (axes < 1 || axes != Images.spatialAxes(input)) {
            throw node.fault("a weight of shape " + dims + " does not fit an input of shape " + input.dims());
        }
        int groups = group(node);
        Window window = window(node, dims.subList(2, dims.size()));
        Optional<Value.Constant> bias = node.optionalConstant(2);
        int inChannels = Math.multiplyExact(dims.get(1), groups);
        Convolution layer = new Convolution(inChannels, dims.get(0), window, EdgeMode.ZEROS, groups, bias.isPresent());
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("weight", new Tensor(node.floats(weight), layer.weightShape()));
        if (bias.isPresent()) {
            tensors.put("bias", new Tensor(node.floats(bias.get()), List.of(dims.get(0))));
        }
        return List.of(Images.array(node.add(layer, List.of(Images.maps(node, input)), tensors), input));
    }

    /** The number of groups. */
    static int group(NodeContext node) throws DamagedFileException {
        long groups = node.number("group", 1);
        if (groups < 1 || groups > Integer.MAX_VALUE) {
            throw node.fault("a number of " + groups + " groups is not possible");
        }
        return (int) groups;
    }

    /** The window of a node over all spatial axes of the network, for a kernel over the last of them. */
    static Window window(NodeContext node, List<Integer> kernel) throws DamagedFileException {
        int axes = kernel.size();
        List<Integer> given = attribute(node, "kernel_shape", kernel, 1);
        if (!given.equals(kernel)) {
            throw node.fault("kernel_shape " + given + " is not that of the weight, " + kernel);
        }
        Extent stride = Images.extent(node, attribute(node, "strides", Collections.nCopies(axes, 1), 1), 1);
        Extent dilation = Images.extent(node, attribute(node, "dilations", Collections.nCopies(axes, 1), 1), 1);
        return new Window(Images.extent(node, kernel, 1), stride, dilation, padding(node, axes));
    }

    /** One number for each axis, or the default; none is below {@code least}. */
    static List<Integer> attribute(NodeContext node, String name, List<Integer> otherwise, int least)
            throws DamagedFileException {
        Optional<List<Long>> numbers = node.numbers(name);
        if (numbers.isEmpty()) {
            return otherwise;
        }
        if (numbers.get().stream().anyMatch(number -> number < least || number > Integer.MAX_VALUE)
                || numbers.get().size() != otherwise.size()) {
            throw node.fault(name + " " + numbers.get() + " is not possible; allowed: " + counted(otherwise.size())
                    + ", " + least + " or more");
        }
        return numbers.get().stream().map(Long::intValue).toList();
    }

    private static String counted(int count) {
        return count == 1 ? "1 whole number" : count + " whole numbers";
    }

    private static Padding padding(NodeContext node, int axes) throws DamagedFileException {
        return switch (node.text("auto_pad", "NOTSET")) {
            case "SAME_UPPER" -> Padding.Rule.SAME_UPPER;
            case "SAME_LOWER" -> Padding.Rule.SAME_LOWER;
            case "VALID" -> Padding.Rule.VALID;
            case "NOTSET", "" -> new Padding.Explicit(margins(node, axes));
            default -> throw node.fault("auto_pad '" + Node.shorten(node.text("auto_pad", "")) + "' is not known");
        };
    }

    /** Pixels at begin and end: all begins come before all ends. */
    static Margins margins(NodeContext node, int axes) throws DamagedFileException {
        List<Integer> pads = attribute(node, "pads", Collections.nCopies(2 * axes, 0), 0);
        return new Margins(
                Images.extent(node, pads.subList(0, axes), 0), Images.extent(node, pads.subList(axes, 2 * axes), 0));
    }

    private static Window poolingWindow(NodeContext node) throws DamagedFileException {
        int axes = Images.spatialAxes(node.input(0));
        Optional<List<Long>> kernel = node.numbers("kernel_shape");
        if (kernel.isEmpty() || kernel.get().size() != axes) {
            throw node.fault("a kernel_shape of " + axes + " numbers is needed for an input of shape "
                    + node.input(0).dims());
        }
        return window(node, attribute(node, "kernel_shape", Collections.nCopies(axes, 1), 1));
    }

    private static List<Value> maxPool(NodeContext node) throws DamagedFileException {
        if (node.wants(1)) {
            throw node.fault("only the first output, without the places of the maxima, is supported");
        }
        return pool(node, new MaxPooling(poolingWindow(node), node.number("ceil_mode", 0) != 0));
    }

    private static List<Value> averagePool(NodeContext node) throws DamagedFileException {
        if (node.numbers("dilations").orElse(List.of()).stream().anyMatch(dilation -> dilation != 1)) {
            throw node.fault("averages over dilated windows are not supported");
        }
        return pool(
                node,
                new AveragePooling(
                        poolingWindow(node),
                        node.number("ceil_mode", 0) != 0,
                        node.number("count_include_pad", 0) != 0,
                        OptionalInt.empty(),
                        false));
    }

    private static List<Value> pool(NodeContext node, Layer layer) throws DamagedFileException {
        Value input = node.input(0);
        return List.of(Images.array(node.add(layer, List.of(Images.maps(node, input))), input));
    }

    private static List<Value> global(NodeContext node, PoolingOperation operation) throws DamagedFileException {
        return pool(node, toOnePixel(node, operation));
    }

    /** Pooling of whole maps. */
    static AdaptivePooling toOnePixel(NodeContext node, PoolingOperation operation) {
        OptionalInt[] ones = new OptionalInt[node.network().rank()];
        Arrays.fill(ones, OptionalInt.of(1));
        return new AdaptivePooling(operation, List.of(ones));
    }
}
