package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.convlayers.shape.ShapeException;

/**
 * An array as a way to look at numbers that lie one after the other: element (i_0, i_1, …) is number offset + sum_k i_k
 * stride_k. Everything that only moves numbers (transposing, slicing, repeating, splitting axes) makes another view, and
 * copies nothing.
 *
 * <p>An axis may be the {@linkplain #BATCH batch}: the items of one are computed apart, by the same network, so that it has no
 * place in memory and whatever would mix its items is refused.
 *
 * @param dims the size of each axis
 * @param strides how far apart neighbours on an axis lie
 * @param offset where the first element lies
 */
record View(List<Integer> dims, List<Integer> strides, int offset) {
    /** In place of a stride: the axis is the batch. */
    static final int BATCH = Integer.MIN_VALUE;

    View {
        dims = List.copyOf(dims);
        strides = List.copyOf(strides);
    }

    /** The network's operators would mix the items of the batch. */
    static final class MixedBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MixedBatchException() {
            super("the items of the batch are not computed apart");
        }
    }

    /** All numbers in order, the last axis fastest. */
    static View of(List<Integer> dims) {
        List<Integer> strides = new ArrayList<>();
        int stride = 1;
        for (int axis = dims.size() - 1; axis >= 0; axis--) {
            strides.add(0, stride);
            stride = Math.multiplyExact(stride, Math.max(dims.get(axis), 1));
        }
        return new View(dims, strides, 0);
    }

    /** As {@link #of}, with a batch of {@code items} before the axes. */
    static View ofBatch(int items, List<Integer> dims) {
        return of(dims).withAxis(0, items, BATCH);
    }

    int rank() {
        return dims.size();
    }

    int dim(int axis) {
        return dims.get(axis);
    }

    /** The number of elements, a batch counted as one; an ArithmeticException if there are more than an array holds. */
    int elements() {
        return IntStream.range(0, rank())
                .filter(axis -> !isBatch(axis))
                .map(dims::get)
                .reduce(1, Math::multiplyExact);
    }

    boolean isEmpty() {
        return dims.contains(0);
    }

    /** An ArithmeticException if there are more elements than an array holds. */
    void requireCountable() {
        if (!isEmpty()) {
            elements();
        }
    }

    boolean isBatch(int axis) {
        return strides.get(axis) == BATCH;
    }

    /** The place of the batch among the axes; -1 if there is none. */
    int batchAxis() {
        return strides.indexOf(BATCH);
    }

    /** Without the batch, which comes first or is not there. */
    View item() {
        int batch = batchAxis();
        if (batch > 0) {
            throw new MixedBatchException();
        }
        return batch < 0 ? this : withoutAxis(0);
    }

    /** An array that is the same for every item, of one of them. */
    View ofOneItem() {
        return rank() > 0 && strides.get(0) == 0 && dim(0) > 1 ? slice(0, 0, 1, 1) : this;
    }

    /** Whether these are the first numbers in order. */
    boolean isInOrder() {
        return isEmpty() || (offset == 0 && withoutSingles().equals(View.of(withoutSingles().dims)));
    }

    /** The axes by how far apart neighbours on them lie, the farthest first. */
    List<Integer> axesAsTheyLie() {
        return Value.range(rank()).stream()
                .sorted(Comparator.comparing(strides::get, Comparator.reverseOrder()))
                .toList();
    }

    /** Without the axes of one element; a batch stays. */
    View withoutSingles() {
        View result = this;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            result = dims.get(axis) == 1 && !isBatch(axis) ? result.withoutAxis(axis) : result;
        }
        return result;
    }

    /** Axis k of the result is axis {@code order[k]} of this. */
    View transpose(List<Integer> order) {
        return new View(
                order.stream().map(dims::get).toList(),
                order.stream().map(strides::get).toList(),
                offset);
    }

    /** The elements {@code start}, {@code start + step}, …, of an axis, {@code count} in all. */
    View slice(int axis, int start, int step, int count) {
        boolean isWhole = start == 0 && step == 1 && count == dim(axis);
        if (isWhole) {
            return this;
        }
        if (isBatch(axis)) {
            throw new MixedBatchException();
        }
        int stride = strides.get(axis);
        int first = count == 0 ? offset : Math.addExact(offset, Math.multiplyExact(start, stride));
        return with(axis, count, count < 2 ? stride : Math.multiplyExact(step, stride), first);
    }

    /** Without an axis of one element, or the batch. */
    View withoutAxis(int axis) {
        List<Integer> newDims = new ArrayList<>(dims);
        List<Integer> newStrides = new ArrayList<>(strides);
        newDims.remove(axis);
        newStrides.remove(axis);
        return new View(newDims, newStrides, offset);
    }

    /** With a new axis at a place. */
    View withAxis(int axis, int size, int stride) {
        List<Integer> newDims = new ArrayList<>(dims);
        List<Integer> newStrides = new ArrayList<>(strides);
        newDims.add(axis, size);
        newStrides.add(axis, stride);
        return new View(newDims, newStrides, offset);
    }

    /**
     * With axes of one element before it and such axes repeated, as numpy broadcasts.
     *
     * @throws ShapeException if the shape does not go to the other one
     */
    View broadcast(List<Integer> shape) {
        View result = this;
        while (result.rank() < shape.size()) {
            result = result.withAxis(0, 1, 0);
        }
        for (int axis = 0; axis < shape.size(); axis++) {
            int size = result.dim(axis);
            if (size != shape.get(axis)) {
                if (size != 1 || result.isBatch(axis)) {
                    throw new ShapeException("shapes " + dims + " and " + shape + " do not go together");
                }
                result = result.with(axis, shape.get(axis), 0, result.offset);
            }
        }
        return result;
    }

    private View with(int axis, int size, int stride, int newOffset) {
        List<Integer> newDims = new ArrayList<>(dims);
        List<Integer> newStrides = new ArrayList<>(strides);
        newDims.set(axis, size);
        newStrides.set(axis, stride);
        return new View(newDims, newStrides, newOffset);
    }

    /**
     * The same elements in order under another shape.
     *
     * @param shape as many elements, a batch being the first axis still
     * @return the view; empty if only a copy can have this shape
     */
    Optional<View> reshape(List<Integer> shape) {
        if (batchAxis() >= 0) {
            boolean keepsBatch =
                    batchAxis() == 0 && !shape.isEmpty() && shape.get(0).equals(dims.get(0));
            if (!keepsBatch) {
                throw new MixedBatchException();
            }
            return withoutAxis(0)
                    .reshape(shape.subList(1, shape.size()))
                    .map(item -> item.withAxis(0, shape.get(0), BATCH));
        }
        if (isEmpty()) {
            return Optional.of(View.of(shape));
        }
        View merged = merged();
        List<Integer> newStrides = new ArrayList<>(Collections.nCopies(shape.size(), 0));
        int part = merged.rank() - 1;
        int left = part < 0 ? 1 : merged.dim(part);
        int stride = part < 0 ? 1 : merged.strides.get(part);
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            int size = shape.get(axis);
            if (size == 1) {
                continue;
            }
            if (left == 1 && part > 0) {
                part--;
                left = merged.dim(part);
                stride = merged.strides.get(part);
            }
            if (left % size != 0) {
                return Optional.empty();
            }
            newStrides.set(axis, stride);
            stride = Math.multiplyExact(stride, size);
            left /= size;
        }
        return Optional.of(new View(shape, newStrides, offset));
    }

    /** Axes that lie in memory as one joined to one, and those of one element left out. */
    View merged() {
        List<Integer> sizes = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        for (int axis = 0; axis < rank(); axis++) {
            int size = dim(axis);
            int last = sizes.size() - 1;
            if (size == 1) {
                continue;
            }
            if (last >= 0 && steps.get(last) == (long) strides.get(axis) * size) {
                sizes.set(last, Math.multiplyExact(sizes.get(last), size));
                steps.set(last, strides.get(axis));
            } else {
                sizes.add(size);
                steps.add(strides.get(axis));
            }
        }
        return new View(sizes, steps, offset);
    }

    /** Calls back with the place of each element, in order. */
    void forEachPlace(IntConsumer visitor) {
        View item = item();
        int total = item.elements();
        int[] index = new int[item.rank()];
        int place = item.offset;
        for (int i = 0; i < total; i++) {
            visitor.accept(place);
            for (int axis = item.rank() - 1; axis >= 0; axis--) {
                place += item.strides.get(axis);
                if (++index[axis] < item.dim(axis)) {
                    break;
                }
                place -= item.strides.get(axis) * item.dim(axis);
                index[axis] = 0;
            }
        }
    }
}
