package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Pad;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;

/** Pad: the spatial axes by the layer of this name, others by arrays of the constant put before and behind. */
final class PadOperators {
    private PadOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.of("Pad", PadOperators::pad);
    }

    private static List<Value> pad(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        int rank = value.dims().size();
        long[] pads = pads(node, rank);
        Value cut = cut(value, pads, rank);
        EdgeMode edges = edges(node);
        boolean isSpatial = rank >= 2
                && rank - 2 <= node.network().rank()
                && cut instanceof Value.Feature
                && List.of(0, 1, rank, rank + 1).stream().allMatch(i -> pads[i] <= 0);
        if (isSpatial) {
            return List.of(spatial(node, cut, pads, edges));
        }
        if (edges.folds()) {
            throw node.fault("a padding by the array's own values is supported along the spatial axes only");
        }
        for (int axis = 0; axis < rank; axis++) {
            cut = withConstants(node, cut, axis, pads[axis], pads[rank + axis], edges.value());
        }
        return List.of(cut);
    }

    /** Begins of all axes, then ends of all axes. */
    private static long[] pads(NodeContext node, int rank) throws DamagedFileException {
        Optional<List<Long>> given = node.opset() < 2 ? node.numbers("paddings") : node.numbersOrInput("pads", 1, 11);
        List<Long> numbers = given.orElse(Collections.nCopies(2 * rank, 0L));
        List<Integer> axes = Value.range(rank);
        if (node.opset() >= 18 && node.optional(3).isPresent()) {
            axes = ArrangementOperators.axes(
                    Arrays.stream(node.longs(node.constant(3))).boxed().toList(), rank);
        }
        if (numbers.size() != 2 * axes.size()
                || numbers.stream().anyMatch(number -> Math.abs(number) > Integer.MAX_VALUE)) {
            throw node.fault("pads " + numbers + " are not possible for an array of " + rank + " axes");
        }
        long[] pads = new long[2 * rank];
        for (int i = 0; i < axes.size(); i++) {
            pads[axes.get(i)] = numbers.get(i);
            pads[rank + axes.get(i)] = numbers.get(axes.size() + i);
        }
        return pads;
    }

    private static EdgeMode edges(NodeContext node) throws DamagedFileException {
        String mode = node.text("mode", "constant");
        return switch (mode) {
            case "constant" -> constant(node);
            case "reflect" -> EdgeMode.REFLECT;
            case "edge" -> EdgeMode.REPLICATE;
            case "wrap" -> EdgeMode.CIRCULAR;
            default -> throw node.fault("mode '" + Node.shorten(mode) + "' is not known");
        };
    }

    private static EdgeMode constant(NodeContext node) throws DamagedFileException {
        float value = node.real("value", 0);
        if (node.opset() >= 11) {
            Optional<Value.Constant> given = node.optionalConstant(2);
            value = given.isPresent() ? (float) node.single(given.get()) : 0;
        }
        return value == 0 ? EdgeMode.ZEROS : EdgeMode.constant(value);
    }

    /** Negative pads cut off. */
    private static Value cut(Value value, long[] pads, int rank) {
        View view = value.view();
        for (int axis = 0; axis < rank; axis++) {
            long start = Math.max(-pads[axis], 0);
            long count = view.dim(axis) - start - Math.max(-pads[rank + axis], 0);
            view = view.slice(axis, (int) Math.min(start, view.dim(axis)), 1, (int) Math.max(count, 0));
        }
        return value.with(view);
    }

    private static Value spatial(NodeContext node, Value value, long[] pads, EdgeMode edges)
            throws DamagedFileException {
        int rank = value.dims().size();
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        for (int axis = 2; axis < rank; axis++) {
            begin.add((int) Math.max(pads[axis], 0));
            end.add((int) Math.max(pads[rank + axis], 0));
        }
        Extent before = Images.extent(node, begin, 0);
        Extent behind = Images.extent(node, end, 0);
        if (before.isAll(0) && behind.isAll(0)) {
            return value;
        }
        Value.Feature maps = Images.maps(node, value);
        return Images.array(node.add(new Pad(new Margins(before, behind), edges), List.of(maps)), value);
    }

    private static Value withConstants(NodeContext node, Value value, int axis, long begin, long end, double constant)
            throws DamagedFileException {
        List<Value> parts = new ArrayList<>();
        parts.add(block(value, axis, begin, constant));
        parts.add(value);
        parts.add(block(value, axis, end, constant));
        List<Value> filled =
                parts.stream().filter(part -> part.dims().get(axis) > 0).toList();
        if (filled.size() == 1) {
            return filled.get(0);
        }
        if (value.view().isBatch(axis)) {
            throw new View.MixedBatchException();
        }
        return ArrangementOperators.concat(node, axis, parts);
    }

    /** An array of one number that lies beside another one along an axis. */
    private static Value block(Value value, int axis, long size, double constant) {
        List<Integer> dims = new ArrayList<>(value.dims());
        dims.set(axis, (int) Math.max(size, 0));
        Value.Constant number = Value.Constant.ofReal(constant);
        return number.with(number.view().broadcast(dims));
    }
}
