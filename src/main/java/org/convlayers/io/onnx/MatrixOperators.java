package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise.Operation;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;

/** Products of matrices. With known weights they are 1x1 convolutions, whose channels are the axis that is summed over. */
final class MatrixOperators {
    private MatrixOperators() {}

    /** The operators by name. */
    static Map<String, Operator> all() {
        return Map.of(
                "Gemm", MatrixOperators::gemm, "MatMul", MatrixOperators::matMul, "CumSum", MatrixOperators::cumSum);
    }

    /** alpha A' B' + beta C, where A' and B' are A and B or their transposes. */
    private static List<Value> gemm(NodeContext node) throws DamagedFileException {
        Value a = matrix(node, node.input(0), node.number("transA", 0) != 0);
        Value b = matrix(node, node.input(1), node.number("transB", 0) != 0);
        float alpha = node.real("alpha", 1);
        float beta = node.real("beta", 1);
        Optional<Value> c = node.optional(2);
        if (a instanceof Value.Feature && b instanceof Value.Constant known && c.isPresent()) {
            Optional<Tensor> bias = rowBias(node, c.get(), b.dims().get(1), beta);
            if (bias.isPresent()) {
                return List.of(linear(node, a, known, alpha, bias));
            }
        }
        Value product = product(node, a, b);
        Value scaled = alpha == 1 ? product : PointwiseOperators.times(node, product, alpha);
        if (c.isEmpty() || beta == 0) {
            return List.of(scaled);
        }
        Value summand = beta == 1 ? c.get() : PointwiseOperators.times(node, c.get(), beta);
        return List.of(Broadcast.join(node, Operation.ADD, scaled, summand));
    }

    private static Value matrix(NodeContext node, Value value, boolean isTransposed) throws DamagedFileException {
        if (value.dims().size() != 2) {
            throw node.fault("a matrix is needed, but got an array of shape " + value.dims());
        }
        return isTransposed ? value.with(value.view().transpose(List.of(1, 0))) : value;
    }

    /** A summand that is the same for all rows. */
    private static Optional<Tensor> rowBias(NodeContext node, Value c, int columns, float beta)
            throws DamagedFileException {
        List<Integer> dims = c.dims();
        boolean isRow = dims.equals(List.of(columns)) || dims.equals(List.of(1, columns));
        if (!isRow || !(c instanceof Value.Constant constant)) {
            return Optional.empty();
        }
        float[] values = node.floats(constant).clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= beta;
        }
        return Optional.of(new Tensor(values, List.of(columns)));
    }

    private static List<Value> matMul(NodeContext node) throws DamagedFileException {
        return List.of(product(node, node.input(0), node.input(1)));
    }

    /** The sums of the elements up to each along an axis, by a triangle of ones. */
    private static List<Value> cumSum(NodeContext node) throws DamagedFileException {
        Value value = node.input(0);
        int rank = value.dims().size();
        int axis = Value.axis((long) node.single(node.constant(1)), rank);
        boolean isReverse = node.number("reverse", 0) != 0;
        int first = node.number("exclusive", 0) != 0 ? 1 : 0;
        int size = value.dims().get(axis);
        node.spend((long) size * size);
        double[] triangle = new double[Math.multiplyExact(size, size)];
        for (int from = 0; from < size; from++) {
            for (int to = from + first; to < size; to++) {
                triangle[isReverse ? to * size + from : from * size + to] = 1;
            }
        }
        List<Integer> order = new ArrayList<>(Value.range(rank));
        Collections.swap(order, axis, rank - 1);
        Value ones = Value.Constant.of(triangle, false, List.of(size, size));
        Value sums = product(node, value.with(value.view().transpose(order)), ones);
        return List.of(sums.with(sums.view().transpose(order)));
    }

    /** The product as numpy's matmul. */
    private static Value product(NodeContext node, Value left, Value right) throws DamagedFileException {
        if (left.dims().isEmpty() || right.dims().isEmpty()) {
            throw new ShapeException(
                    "a product of arrays of shape " + left.dims() + " and " + right.dims() + " is not possible");
        }
        boolean isRow = left.dims().size() == 1;
        boolean isColumn = right.dims().size() == 1;
        Value a = isRow ? left.with(left.view().withAxis(0, 1, 0)) : left;
        Value b = isColumn ? right.with(right.view().withAxis(1, 1, 0)) : right;
        Value product = matrices(node, a, b);
        View view = product.view();
        view = isColumn ? view.withoutAxis(view.rank() - 1) : view;
        int row = view.rank() - (isColumn ? 1 : 2);
        return product.with(isRow ? view.withoutAxis(row) : view);
    }

    private static Value matrices(NodeContext node, Value a, Value b) throws DamagedFileException {
        int summed = a.dims().get(a.dims().size() - 1);
        if (b.dims().get(b.dims().size() - 2) != summed) {
            throw new ShapeException(
                    "a product of arrays of shape " + a.dims() + " and " + b.dims() + " is not possible");
        }
        if (a instanceof Value.Constant left && b instanceof Value.Constant right) {
            return known(node, left, right);
        }
        if (a instanceof Value.Feature && b instanceof Value.Constant weights && isOneMatrix(b)) {
            return linear(node, a, lastMatrix(weights), 1, Optional.empty());
        }
        if (b instanceof Value.Feature && a instanceof Value.Constant weights && isOneMatrix(a)) {
            Value result = linear(node, swapped(b), (Value.Constant) swapped(lastMatrix(weights)), 1, Optional.empty());
            return swapped(result);
        }
        return sumOfProducts(node, a, b);
    }

    private static boolean isOneMatrix(Value value) {
        List<Integer> dims = value.dims();
        return dims.subList(0, dims.size() - 2).stream().allMatch(size -> size == 1);
    }

    private static Value.Constant lastMatrix(Value.Constant value) {
        View view = value.view();
        while (view.rank() > 2) {
            view = view.withoutAxis(0);
        }
        return value.with(view);
    }

    /** The last two axes exchanged. */
    private static Value swapped(Value value) {
        List<Integer> order = new ArrayList<>(Value.range(value.dims().size()));
        Collections.swap(order, order.size() - 1, order.size() - 2);
        return value.with(value.view().transpose(order));
    }

    /** alpha x W + bias over the last axis of x. */
    private static Value linear(NodeContext node, Value x, Value.Constant weights, float alpha, Optional<Tensor> bias)
            throws DamagedFileException {
        int in = weights.dims().get(0);
        int out = weights.dims().get(1);
        Window pixel = Window.ofKernel(Extent.filled(node.network().rank(), 1));
        Convolution layer = new Convolution(in, out, pixel, EdgeMode.ZEROS, 1, bias.isPresent());
        float[] values = node.floats((Value.Constant) swapped(weights)).clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= alpha;
        }
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("weight", new Tensor(values, layer.weightShape()));
        bias.ifPresent(tensor -> tensors.put("bias", tensor));
        ChannelAxis last = new ChannelAxis(x, x.dims().size() - 1);
        return last.back(node.add(layer, List.of(last.maps(node)), tensors));
    }

    /** Two arrays of which neither is known, or many matrices: sum_k a[…, m, k, 1] b[…, 1, k, n]. */
    private static Value sumOfProducts(NodeContext node, Value a, Value b) throws DamagedFileException {
        Value left = a.with(a.view().withAxis(a.dims().size(), 1, 0));
        Value right = b.with(b.view().withAxis(b.dims().size() - 2, 1, 0));
        Value products = Broadcast.join(node, Operation.MULTIPLY, left, right);
        return Reductions.sum(node, products, List.of(products.dims().size() - 2));
    }

    private static Value known(NodeContext node, Value.Constant a, Value.Constant b) throws DamagedFileException {
        View left = a.view().withAxis(a.dims().size(), 1, 0);
        View right = b.view().withAxis(b.dims().size() - 2, 1, 0);
        Value.Constant products = Broadcast.known(
                node, (x, y) -> x * y, a.with(left), b.with(right), a.numbers().areReal());
        return Reductions.sum(node, products, List.of(products.dims().size() - 2));
    }
}
