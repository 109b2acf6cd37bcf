package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Concatenation;
import org.convlayers.shape.ShapeException;

/** The operators that move numbers and change none: almost all of them are another {@link View}. */
final class ArrangementOperators {
    private ArrangementOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.ofEntries(
                Map.entry("Identity", node -> List.of(node.input(0))),
                Map.entry("Reshape", ArrangementOperators::reshape),
                Map.entry("Flatten", ArrangementOperators::flatten),
                Map.entry("Transpose", ArrangementOperators::transpose),
                Map.entry("Squeeze", ArrangementOperators::squeeze),
                Map.entry("Unsqueeze", ArrangementOperators::unsqueeze),
                Map.entry("Slice", ArrangementOperators::slice),
                Map.entry("Split", ArrangementOperators::split),
                Map.entry("Gather", ArrangementOperators::gather),
                Map.entry("Expand", ArrangementOperators::expand),
                Map.entry("Tile", ArrangementOperators::tile),
                Map.entry("Concat", ArrangementOperators::concat),
                Map.entry("DepthToSpace", ArrangementOperators::depthToSpace),
                Map.entry("SpaceToDepth", ArrangementOperators::spaceToDepth));
    }

    /** An array under another shape, copied where no view has it. */
    static Value reshaped(NodeContext node, Value value, List<Integer> dims) throws DamagedFileException {
        if (!countsAlike(value.dims(), dims)) {
            throw new ShapeException("an array of shape " + value.dims() + " does not fit into the shape " + dims);
        }
        Optional<View> view = value.view().reshape(dims);
        if (view.isPresent()) {
            return value.with(view.get());
        }
        if (value instanceof Value.Constant constant) {
            return Value.Constant.of(node.doubles(constant), constant.numbers().areReal(), dims);
        }
        boolean hasBatch = value.view().batchAxis() >= 0;
        List<Integer> item = hasBatch ? dims.subList(1, dims.size()) : dims;
        boolean hasItemAxis = !hasBatch && !dims.isEmpty() && dims.get(0) == 1;
        List<Integer> kept = hasItemAxis ? dims.subList(1, dims.size()) : item;
        Value.Feature copy = node.keep(value, node.network().layout(kept));
        return copy.with(hasBatch ? View.ofBatch(dims.get(0), item) : View.of(dims));
    }

    private static boolean countsAlike(List<Integer> a, List<Integer> b) {
        return product(a) == product(b);
    }

    static double product(List<Integer> dims) {
        return dims.stream().mapToDouble(Integer::doubleValue).reduce(1, (x, y) -> x * y);
    }

    private static List<Value> reshape(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        long[] wanted = node.opset() < 5
                ? node.numbers("shape").orElse(List.of()).stream()
                        .mapToLong(Long::longValue)
                        .toArray()
                : node.longs(node.constant(1));
        boolean isZeroAllowed = node.number("allowzero", 0) != 0;
        List<Integer> dims = new ArrayList<>();
        int open = -1;
        double known = 1;
        for (int axis = 0; axis < wanted.length; axis++) {
            long size = wanted[axis];
            if (size == 0 && !isZeroAllowed) {
                size = value.dims().get(Value.axis(axis, value.dims().size()));
            }
            if (size < -1 || size > Integer.MAX_VALUE || (size == -1 && open >= 0)) {
                throw node.fault("the shape " + Arrays.toString(wanted) + " is not possible");
            }
            open = size == -1 ? axis : open;
            known *= size == -1 ? 1 : size;
            dims.add((int) size);
        }
        if (open >= 0) {
            dims.set(open, known == 0 ? 0 : (int) (product(value.dims()) / known));
            boolean isCopied = open + 1 < wanted.length && wanted[open + 1] == 0 && !isZeroAllowed;
            if (isCopied && isMisplacedRepeat(value.view(), dims, open)) {
                throw node.fault("it takes the number of repetitions, " + dims.get(open + 1)
                        + ", for the size of an axis, as PyTorch exports repeat_interleave with open sizes; export it with"
                        + " fixed ones");
            }
        }
        return List.of(reshaped(node, value, dims));
    }

    /**
     * Whether one element and its repetitions should become one axis, but the size that is copied behind it, which should be
     * that of the next axis, is the number of repetitions: the values would be mixed.
     */
    private static boolean isMisplacedRepeat(View view, List<Integer> dims, int joined) {
        return dims.size() == view.rank() - 1
                && view.dim(joined) == 1
                && dims.get(joined) != 1
                && view.strides().get(joined + 1) == 0
                && view.dim(joined + 1) > 1;
    }

    private static List<Value> flatten(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Integer> dims = value.dims();
        long axis = node.number("axis", 1);
        int at = axis == dims.size() ? dims.size() : Value.axis(axis, dims.size());
        return List.of(reshaped(node, value, List.of((int) product(dims.subList(0, at)), (int)
                product(dims.subList(at, dims.size())))));
    }

    private static List<Value> transpose(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Integer> order = new ArrayList<>(Value.range(value.dims().size()));
        Collections.reverse(order);
        Optional<List<Long>> permutation = node.numbers("perm");
        if (permutation.isPresent()) {
            order = axes(permutation.get(), value.dims().size());
            if (order.size() != value.dims().size() || order.stream().distinct().count() != order.size()) {
                throw node.fault(
                        "perm " + permutation.get() + " is no order of the axes of an array of shape " + value.dims());
            }
        }
        return List.of(value.with(value.view().transpose(order)));
    }

    /** Axes that numbers stand for. */
    static List<Integer> axes(List<Long> numbers, int rank) {
        return numbers.stream().map(axis -> Value.axis(axis, rank)).toList();
    }

    private static List<Value> squeeze(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        int rank = value.dims().size();
        Optional<List<Long>> wanted = node.numbersOrInput("axes", 1, 13);
        List<Integer> axes = wanted.isPresent()
                ? axes(wanted.get(), rank)
                : IntStream.range(0, rank)
                        .filter(axis -> value.dims().get(axis) == 1)
                        .boxed()
                        .toList();
        View view = value.view();
        for (int axis :
                axes.stream().distinct().sorted(Collections.reverseOrder()).toList()) {
            if (view.dim(axis) != 1) {
                throw node.fault("axis " + axis + " of an array of shape " + value.dims() + " has not one element");
            }
            if (view.isBatch(axis)) {
                throw new View.MixedBatchException();
            }
            view = view.withoutAxis(axis);
        }
        return List.of(value.with(view));
    }

    private static List<Value> unsqueeze(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Long> wanted = node.numbersOrInput("axes", 1, 13).orElse(List.of());
        int rank = value.dims().size() + wanted.size();
        View view = value.view();
        for (int axis : axes(wanted, rank).stream().distinct().sorted().toList()) {
            view = view.withAxis(axis, 1, 0);
        }
        return List.of(value.with(view));
    }

    private static List<Value> slice(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        int rank = value.dims().size();
        List<Long> starts = node.numbersOrInput("starts", 1, 10).orElse(List.of());
        List<Long> ends = node.numbersOrInput("ends", 2, 10).orElse(List.of());
        List<Integer> axes = node.numbersOrInput("axes", 3, 10)
                .map(numbers -> axes(numbers, rank))
                .orElseGet(() -> Value.range(starts.size()));
        List<Long> steps = node.opset() < 10
                ? Collections.nCopies(starts.size(), 1L)
                : node.numbersOrInput("steps", 4, 10).orElse(Collections.nCopies(starts.size(), 1L));
        if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size()) {
            throw node.fault("starts, ends, axes and steps are not equally many");
        }
        View view = value.view();
        for (int i = 0; i < starts.size(); i++) {
            view = slice(node, view, axes.get(i), starts.get(i), ends.get(i), steps.get(i));
        }
        return List.of(value.with(view));
    }

    /** As Python slices: negative places count from the end, and what lies beyond is cut off. */
    private static View slice(NodeContext node, View view, int axis, long start, long end, long step)
            throws DamagedFileException {
        if (step == 0 || step != (int) step || axis >= view.rank()) {
            throw node.fault("a step of " + step + " on axis " + axis + " is not possible");
        }
        long size = view.dim(axis);
        long first = clamp(start < 0 ? start + size : start, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long behind = clamp(end < 0 ? end + size : end, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long count = step > 0 ? (behind - first + step - 1) / step : (first - behind - step - 1) / -step;
        return view.slice(axis, (int) first, (int) step, (int) Math.max(count, 0));
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(value, high));
    }

    private static List<Value> split(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        int axis = Value.axis(node.number("axis", 0), value.dims().size());
        int size = value.dims().get(axis);
        boolean wasInput = node.opset() < 2 && !node.has("split");
        Optional<List<Long>> given = node.numbersOrInput("split", 1, wasInput ? 1 : 13);
        int parts = given.isPresent() ? given.get().size() : node.outputs();
        if (parts < 1 || parts > Math.max(node.outputs(), 1)) {
            throw node.fault("there are " + node.outputs() + " outputs for " + parts + " parts");
        }
        int even = (size + parts - 1) / parts;
        List<Value> outputs = new ArrayList<>();
        int start = 0;
        for (int part = 0; part < parts; part++) {
            long count = given.isPresent() ? given.get().get(part) : Math.min(even, size - start);
            if (count < 0 || count > size - start) {
                throw new ShapeException("an axis of " + size + " elements cannot be split so");
            }
            outputs.add(value.with(value.view().slice(axis, start, 1, (int) count)));
            start += (int) count;
        }
        return outputs;
    }

    private static List<Value> gather(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        Value.Constant indices = node.constant(1);
        int axis = Value.axis(node.number("axis", 0), value.dims().size());
        int size = value.dims().get(axis);
        List<Integer> places = new ArrayList<>();
        for (long index : node.longs(indices)) {
            if (index < -size || index >= size) {
                throw node.fault("there is no element " + index + " on an axis of " + size);
            }
            places.add((int) (index < 0 ? index + size : index));
        }
        Value taken = take(node, value, axis, places);
        List<Integer> dims = new ArrayList<>(value.dims());
        dims.remove(axis);
        dims.addAll(axis, indices.dims());
        return List.of(reshaped(node, taken, dims));
    }

    /** Some elements of an axis: a slice if they are evenly spaced, otherwise slices one after the other. */
    private static Value take(NodeContext node, Value value, int axis, List<Integer> places)
            throws DamagedFileException {
        List<Value> runs = new ArrayList<>();
        int next = 0;
        while (next < places.size()) {
            int first = next;
            int step = next + 1 < places.size() ? places.get(next + 1) - places.get(next) : 1;
            next++;
            while (next < places.size() && places.get(next) - places.get(next - 1) == step) {
                next++;
            }
            runs.add(value.with(value.view().slice(axis, places.get(first), step, next - first)));
        }
        if (runs.size() == 1) {
            return runs.get(0);
        }
        return runs.isEmpty() ? value.with(value.view().slice(axis, 0, 1, 0)) : concat(node, axis, runs);
    }

    private static List<Value> expand(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Integer> wanted = dims(node, node.constant(1));
        return List.of(value.with(value.view().broadcast(Broadcast.shape(value.dims(), wanted))));
    }

    /** A list of sizes. */
    static List<Integer> dims(NodeContext node, Value.Constant sizes) throws DamagedFileException {
        List<Integer> dims = new ArrayList<>();
        for (long size : node.longs(sizes)) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw node.fault("a size of " + size + " is not possible");
            }
            dims.add((int) size);
        }
        return dims;
    }

    private static List<Value> tile(NodeContext node) throws DamagedFileException {
        if (node.opset() < 6 && node.inputs().size() > 2) {
            throw node.fault("a number of tiles and an axis, as before opset 6, are not supported");
        }
        Value value = node.input(0);
        List<Integer> repeats = dims(node, node.constant(1));
        if (repeats.size() != value.dims().size()) {
            throw node.fault("there are " + repeats.size() + " repeats for "
                    + value.dims().size() + " axes");
        }
        View view = value.view();
        List<Integer> dims = new ArrayList<>();
        for (int axis = repeats.size() - 1; axis >= 0; axis--) {
            int times = repeats.get(axis);
            dims.add(0, Math.multiplyExact(value.dims().get(axis), times));
            if (times != 1) {
                if (view.isBatch(axis)) {
                    throw new View.MixedBatchException();
                }
                view = view.withAxis(axis, times, 0);
            }
        }
        return List.of(reshaped(node, value.with(view), dims));
    }

    private static List<Value> concat(NodeContext node) throws DamagedFileException {
        List<Value> values = node.inputs();
        int rank = node.input(0).dims().size();
        return List.of(concat(node, Value.axis(node.number("axis", 1), rank), values));
    }

    /** Arrays one after the other along an axis. */
    static Value concat(NodeContext node, int axis, List<Value> values) throws DamagedFileException {
        Value first = values.get(0);
        int total = 0;
        for (Value value : values) {
            List<Integer> others = new ArrayList<>(value.dims());
            if (axis < others.size()) {
                total = Math.addExact(total, others.get(axis));
                others.set(axis, first.dims().get(axis));
            }
            if (!others.equals(first.dims())) {
                throw new ShapeException("arrays of shape " + first.dims() + " and " + value.dims()
                        + " cannot be put one after the other along axis " + axis);
            }
        }
        List<Value> filled =
                values.stream().filter(value -> !value.view().isEmpty()).toList();
        if (filled.size() == 1) {
            return filled.get(0);
        }
        if (filled.stream().allMatch(value -> value instanceof Value.Constant)) {
            return concatKnown(node, axis, total, values);
        }
        Value computed = filled.stream()
                .filter(value -> value instanceof Value.Feature)
                .findFirst()
                .orElseThrow();
        List<Value.Feature> maps = new ArrayList<>();
        for (Value value : filled) {
            maps.add(new ChannelAxis(ofItem(value, computed), axis).maps(node));
        }
        return new ChannelAxis(computed, axis).back(node.add(new Concatenation(), maps));
    }

    /** What is known has one form for all items of a batch. */
    private static Value ofItem(Value value, Value computed) {
        if (computed.view().batchAxis() < 0 || value instanceof Value.Feature) {
            return value;
        }
        View view = value.view().ofOneItem();
        if (view.dim(0) != 1) {
            throw new View.MixedBatchException();
        }
        return value.with(view);
    }

    private static Value concatKnown(NodeContext node, int axis, int total, List<Value> values)
            throws DamagedFileException {
        List<Integer> dims = new ArrayList<>(values.get(0).dims());
        dims.set(axis, total);
        View view = View.of(dims);
        node.spend(view.elements());
        double[] result = new double[view.elements()];
        boolean areReal = false;
        int start = 0;
        for (Value value : values) {
            Value.Constant constant = (Value.Constant) value;
            areReal |= constant.numbers().areReal();
            int size = value.dims().get(axis);
            double[] part = node.doubles(constant);
            int[] next = {0};
            view.slice(axis, start, 1, size).forEachPlace(place -> result[place] = part[next[0]++]);
            start += size;
        }
        return new Value.Constant(Numbers.of(result, areReal), view);
    }

    private static List<Value> depthToSpace(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Integer> d = requireImage(node, value);
        int r = blockSize(node);
        int channels = d.get(1) / (r * r);
        boolean isPlaceOutermost = !node.text("mode", "DCR").equals("CRD");
        Value split = isPlaceOutermost
                ? reshaped(node, value, List.of(d.get(0), r, r, channels, d.get(2), d.get(3)))
                : reshaped(node, value, List.of(d.get(0), channels, r, r, d.get(2), d.get(3)));
        View view = isPlaceOutermost
                ? split.view().transpose(List.of(0, 3, 4, 1, 5, 2))
                : split.view().transpose(List.of(0, 1, 4, 2, 5, 3));
        return List.of(reshaped(node, split.with(view), List.of(d.get(0), channels, d.get(2) * r, d.get(3) * r)));
    }

    private static List<Value> spaceToDepth(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        List<Integer> d = requireImage(node, value);
        int r = blockSize(node);
        int height = d.get(2) / r;
        int width = d.get(3) / r;
        Value split = reshaped(node, value, List.of(d.get(0), d.get(1), height, r, width, r));
        boolean isPlaceOutermost = !node.text("mode", "DCR").equals("CRD");
        View view = split.view().transpose(isPlaceOutermost ? List.of(0, 3, 5, 1, 2, 4) : List.of(0, 1, 3, 5, 2, 4));
        return List.of(reshaped(node, split.with(view), List.of(d.get(0), d.get(1) * r * r, height, width)));
    }

    private static List<Integer> requireImage(NodeContext node, Value value) throws DamagedFileException {
        if (value.dims().size() != 4) {
            throw node.fault("an array [N, C, H, W] is needed, but got one of shape " + value.dims());
        }
        return value.dims();
    }

    private static int blockSize(NodeContext node) throws DamagedFileException {
        long size = node.number("blocksize", 0);
        if (size < 1 || size > 1 << 12) {
            throw node.fault("a block size of " + size + " is not possible");
        }
        return (int) size;
    }
}
