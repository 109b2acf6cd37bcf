package org.convlayers.io.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.FeatureShape;

/** What a name in the graph stands for while it is translated: numbers known already, or feature maps of the network. */
sealed interface Value {
    /** How the array lies in the numbers or in the feature maps. */
    View view();

    /** The same numbers or maps, looked at in another way. */
    Value with(View view);

    /** The sizes of the axes. */
    default List<Integer> dims() {
        return view().dims();
    }

    /**
     * An array that is known before the network runs.
     *
     * @param numbers its numbers
     * @param view the array they are
     */
    record Constant(Numbers numbers, View view) implements Value {
        /** Numbers in order. */
        static Constant of(double[] values, boolean areReal, List<Integer> dims) {
            return new Constant(Numbers.of(values, areReal), View.of(dims));
        }

        /** A list of whole numbers, such as a shape. */
        static Constant ofWhole(List<Integer> values) {
            return of(values.stream().mapToDouble(Integer::doubleValue).toArray(), false, List.of(values.size()));
        }

        /** One real number, of no axis. */
        static Constant ofReal(double value) {
            return of(new double[] {value}, true, List.of());
        }

        @Override
        public Constant with(View other) {
            return new Constant(numbers, other);
        }

        /** How many numbers are looked at to get the elements. */
        long cost() {
            return Math.max(numbers.count(), view.elements());
        }

        /** The elements in order. */
        double[] doubles() throws DamagedFileException {
            double[] all = numbers.doubles();
            if (view.isInOrder() && view.elements() == all.length) {
                return all;
            }
            double[] elements = new double[view.elements()];
            int[] next = {0};
            view.forEachPlace(place -> elements[next[0]++] = all[place]);
            return elements;
        }

        /** The elements in order, in single precision. */
        float[] floats() throws DamagedFileException {
            float[] all = numbers.floats();
            if (view.isInOrder() && view.elements() == all.length) {
                return all;
            }
            float[] elements = new float[view.elements()];
            int[] next = {0};
            view.forEachPlace(place -> elements[next[0]++] = all[place]);
            return elements;
        }

        /** The elements as whole numbers, those beyond the range of long as its ends. */
        long[] longs() throws DamagedFileException {
            return Arrays.stream(doubles()).mapToLong(value -> (long) value).toArray();
        }
    }

    /**
     * Feature maps that a layer gives, or the network's input.
     *
     * @param node the layer's name
     * @param shape the shape of the maps
     * @param view how the array lies in them
     */
    record Feature(String node, FeatureShape shape, View view) implements Value {
        @Override
        public Feature with(View other) {
            return new Feature(node, shape, other);
        }
    }

    /** The axis that a number stands for: negative ones count from the end. */
    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException("there is no axis " + axis + " among " + rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** 0, 1, … */
    static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
