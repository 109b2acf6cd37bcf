package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Elementwise;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** Joins arrays element by element, with numpy's broadcasting. */
final class Broadcast {
    private Broadcast() {}

    /** The shape to which two shapes go. */
    static List<Integer> shape(List<Integer> a, List<Integer> b) {
        int rank = Math.max(a.size(), b.size());
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int sizeA = sizeFromEnd(a, rank - axis);
            int sizeB = sizeFromEnd(b, rank - axis);
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new ShapeException("shapes " + a + " and " + b + " do not go together");
            }
            shape.add(sizeA == 1 ? sizeB : sizeA);
        }
        return shape;
    }

    private static int sizeFromEnd(List<Integer> dims, int place) {
        return place > dims.size() ? 1 : dims.get(dims.size() - place);
    }

    /** The join of two arrays, computed now if both are known. */
    static Value join(NodeContext node, Elementwise.Operation operation, Value a, Value b) throws DamagedFileException {
        if (a instanceof Value.Constant knownA && b instanceof Value.Constant knownB) {
            boolean areWhole = !knownA.numbers().areReal() && !knownB.numbers().areReal();
            boolean isQuotient = operation == Elementwise.Operation.DIVIDE;
            return known(
                    node,
                    areWhole && isQuotient ? Broadcast::wholeQuotient : operation::apply,
                    knownA,
                    knownB,
                    !areWhole);
        }
        List<Integer> dims = shape(a.dims(), b.dims());
        if (dims.contains(0)) {
            return Value.Constant.of(new double[0], true, dims);
        }
        View alignedA = aligned(a.view(), dims.size());
        View alignedB = aligned(b.view(), dims.size());
        boolean hasBatch = alignedA.batchAxis() >= 0 || alignedB.batchAxis() >= 0;
        if (hasBatch) {
            alignedA = alignedA.ofOneItem();
            alignedB = alignedB.ofOneItem();
            requireItems(alignedA);
            requireItems(alignedB);
        }
        boolean hasItemAxis = hasBatch || (!dims.isEmpty() && dims.get(0) == 1);
        List<Integer> item = hasItemAxis ? dims.subList(1, dims.size()) : dims;
        View itemA = hasItemAxis ? alignedA.withoutAxis(0) : alignedA;
        View itemB = hasItemAxis ? alignedB.withoutAxis(0) : alignedB;
        List<Integer> order = order(node, a.with(itemA), b.with(itemB), item);
        List<Integer> ordered = order.stream().map(item::get).toList();
        Value.Feature result = node.add(
                new Elementwise(operation),
                List.of(
                        maps(node, a.with(itemA.transpose(order)), ordered),
                        maps(node, b.with(itemB.transpose(order)), ordered)));
        View view = View.of(ordered).transpose(inverse(order));
        return result.with(hasItemAxis ? view.withAxis(0, dims.get(0), hasBatch ? View.BATCH : 0) : view);
    }

    /** The order of axes in which both arrays are kept already, if there is one: then nothing has to be copied. */
    private static List<Integer> order(NodeContext node, Value a, Value b, List<Integer> dims) {
        return Stream.of(a, b)
                .filter(value -> value instanceof Value.Feature && value.dims().equals(dims))
                .map(value -> value.view().axesAsTheyLie())
                .filter(order -> isKept(node, a, order) && isKept(node, b, order))
                .findFirst()
                .orElseGet(() -> Value.range(dims.size()));
    }

    private static boolean isKept(NodeContext node, Value value, List<Integer> order) {
        View view = value.view().transpose(order);
        return value instanceof Value.Constant
                || NetworkAssembly.isKept(
                        (Value.Feature) value.with(view), node.network().layout(view.dims()));
    }

    private static List<Integer> inverse(List<Integer> order) {
        return IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
    }

    private static View aligned(View view, int rank) {
        View result = view;
        while (result.rank() < rank) {
            result = result.withAxis(0, 1, 0);
        }
        return result;
    }

    /** Of arrays that meet a batch the first axis is the batch, or stands for every item. */
    private static void requireItems(View view) {
        if (view.batchAxis() > 0 || (view.batchAxis() < 0 && view.dim(0) != 1)) {
            throw new View.MixedBatchException();
        }
    }

    /** Axes of one element stay so where the feature maps can tell, and are repeated where they cannot. */
    private static Value.Feature maps(NodeContext node, Value value, List<Integer> dims) throws DamagedFileException {
        NetworkAssembly network = node.network();
        List<Integer> own = value.dims();
        int joined = dims.size() - network.rank();
        boolean isJoinedAlike = joined < 2
                || own.subList(1, joined + 1).equals(dims.subList(1, joined + 1))
                || own.subList(1, joined + 1).stream().allMatch(size -> size == 1);
        View view = isJoinedAlike ? value.view() : value.view().broadcast(dims);
        FeatureShape layout = network.layout(view.dims());
        return node.keep(value.with(view), layout);
    }

    /** Joins known arrays. */
    static Value.Constant known(
            NodeContext node, DoubleBinaryOperator operator, Value.Constant a, Value.Constant b, boolean areReal)
            throws DamagedFileException {
        List<Integer> dims = shape(a.dims(), b.dims());
        View of = View.of(dims);
        node.spend(of.elements());
        double[] left = node.doubles(a.with(a.view().broadcast(dims)));
        double[] right = node.doubles(b.with(b.view().broadcast(dims)));
        double[] result = new double[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsDouble(left[i], right[i]);
        }
        return new Value.Constant(Numbers.of(result, areReal), of);
    }

    /** Rounded towards zero, as of whole numbers; by zero it is zero. */
    private static double wholeQuotient(double a, double b) {
        double quotient = b == 0 ? 0 : a / b;
        return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
    }

    /** As old versions align shapes: the second array's axes lie on those of the first from {@code axis} on. */
    static Value alignedFrom(Value a, Value b, int axis) {
        View view = b.view();
        for (int missing = a.dims().size() - axis - b.dims().size(); missing > 0; missing--) {
            view = view.withAxis(view.rank(), 1, 0);
        }
        return b.with(view);
    }
}
