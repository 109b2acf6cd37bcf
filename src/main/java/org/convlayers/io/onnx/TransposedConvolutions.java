package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Pad;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/**
 * ConvTranspose. What is taken away from the full output, (n-1)s + K pixels, follows from {@code pads} and {@code
 * output_padding}, from the {@code output_shape} that is wanted, or from {@code auto_pad}.
 */
final class TransposedConvolutions {
    private TransposedConvolutions() {}

    static List<Value> translate(NodeContext node) throws DamagedFileException {
        Value input = node.input(0);
        Value.Constant weight = node.constant(1);
        List<Integer> dims = weight.dims();
        int axes = dims.size() - 2;
        if (axes < 1 || axes != Images.spatialAxes(input)) {
            throw node.fault("a weight of shape " + dims + " does not fit an input of shape " + input.dims());
        }
        List<Integer> kernel = dims.subList(2, dims.size());
        Cut cut = cut(node, kernel, input.dims().subList(2, input.dims().size()));
        Optional<Value.Constant> bias = node.optionalConstant(2);
        int groups = WindowOperators.group(node);
        Window window = new Window(
                Images.extent(node, kernel, 1),
                Images.extent(node, cut.strides(), 1),
                Images.extent(node, cut.dilations(), 1),
                new Padding.Explicit(
                        new Margins(Images.extent(node, cut.begin(), 0), Images.extent(node, cut.end(), 0))));
        boolean isPadded = cut.isPadded();
        TransposedConvolution layer = new TransposedConvolution(
                dims.get(0),
                Math.multiplyExact(dims.get(1), groups),
                window,
                Extent.filled(node.network().rank(), 0),
                groups,
                bias.isPresent() && !isPadded);
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("weight", new Tensor(node.floats(weight), layer.weightShape()));
        if (layer.bias()) {
            tensors.put("bias", new Tensor(node.floats(bias.orElseThrow()), List.of(layer.outChannels())));
        }
        Value.Feature maps = node.add(layer, List.of(Images.maps(node, input)), tensors);
        if (!isPadded) {
            return List.of(Images.array(maps, input));
        }
        Margins margins = new Margins(Extent.filled(node.network().rank(), 0), Images.extent(node, cut.added(), 0));
        Value padded = Images.array(node.add(new Pad(margins, EdgeMode.ZEROS), List.of(maps)), input);
        if (bias.isEmpty()) {
            return List.of(padded);
        }
        Value perChannel = Broadcast.alignedFrom(padded, bias.get(), 1);
        return List.of(Broadcast.join(node, Elementwise.Operation.ADD, padded, perChannel));
    }

    /**
     * What is done with the ends of the full output along each axis.
     *
     * @param begin pixels taken away from its begin
     * @param end pixels taken away from its end
     * @param added pixels added at its end
     */
    private record Cut(
            List<Integer> strides,
            List<Integer> dilations,
            List<Integer> begin,
            List<Integer> end,
            List<Integer> added) {
        boolean isPadded() {
            return added.stream().anyMatch(pixels -> pixels > 0);
        }
    }

    private static Cut cut(NodeContext node, List<Integer> kernel, List<Integer> size) throws DamagedFileException {
        int axes = kernel.size();
        List<Integer> ones = Collections.nCopies(axes, 1);
        List<Integer> zeros = Collections.nCopies(axes, 0);
        List<Integer> strides = WindowOperators.attribute(node, "strides", ones, 1);
        List<Integer> dilations = WindowOperators.attribute(node, "dilations", ones, 1);
        List<Integer> outputPadding = WindowOperators.attribute(node, "output_padding", zeros, 0);
        List<Integer> pads = WindowOperators.attribute(node, "pads", Collections.nCopies(2 * axes, 0), 0);
        String rule = node.text("auto_pad", "NOTSET");
        boolean hasShape = node.has("output_shape");
        List<Integer> wanted = WindowOperators.attribute(node, "output_shape", zeros, 1);
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int stride = strides.get(axis);
            long full = (size.get(axis) - 1L) * stride + (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
            long first = pads.get(axis);
            long last = (long) pads.get(axes + axis) - outputPadding.get(axis);
            if (hasShape || rule.startsWith("SAME")) {
                long total =
                        full + outputPadding.get(axis) - (hasShape ? wanted.get(axis) : (long) size.get(axis) * stride);
                long half = rule.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                first = Math.max(Math.min(half, total), 0);
                last = total - first - outputPadding.get(axis);
            }
            begin.add(Math.toIntExact(first));
            end.add(Math.toIntExact(Math.max(last, 0)));
            added.add(Math.toIntExact(Math.max(-last, 0)));
        }
        return new Cut(strides, dilations, begin, end, added);
    }
}
