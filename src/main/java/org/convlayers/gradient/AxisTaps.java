package org.convlayers.gradient;

import java.util.Arrays;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.AxisRanges;

/**
 * The taps of the output pixels of a region along one axis, looked up instead of computed: for each place in the output's
 * ranges, the numbers of its taps, the places in the input's ranges that they meet, and their weights.
 */
final class AxisTaps {
    /** What a tap is multiplied by. */
    @FunctionalInterface
    interface Weight {
        /** Every tap counts alike. */
        Weight ONE = (target, tap) -> 1;

        /**
         * The weight.
         *
         * @param target the output pixel
         * @param tap the number of the tap
         */
        double of(int target, int tap);
    }

    private int[] first;
    private int[] taps = new int[16];
    private int[] sources = new int[16];
    private double[] weights = new double[16];
    private final int[] targets;
    private final int inputSize;
    private int count;

    private AxisTaps(int outputs, int inputSize) {
        first = new int[outputs + 1];
        targets = new int[outputs];
        this.inputSize = inputSize;
    }

    /**
     * Looks up the taps of one input of a node.
     *
     * @param pullBack which pixels they meet
     * @param node index of the node
     * @param number which of its inputs
     * @param axis one of the three axes, outermost first
     * @param outputs pixels of the node's output
     * @param inputs pixels of its input; all that are met, unless the taps of another axis meet none
     */
    static AxisTaps of(
            PullBack pullBack, int node, int number, int axis, AxisRanges outputs, AxisRanges inputs, Weight weight) {
        AxisTaps table = new AxisTaps(outputs.size(), inputs.size());
        int place = 0;
        for (AxisRanges.Range range : outputs.ranges()) {
            for (int u = range.first(); u <= range.last(); u++) {
                int target = u;
                pullBack.forEachTap(node, number, axis, target, (tap, source) -> {
                    if (inputs.contains(source)) {
                        table.add(tap, inputs.position(source), weight.of(target, tap));
                    }
                });
                table.targets[place++] = u;
                table.first[place] = table.count;
            }
        }
        return table;
    }

    private void add(int tap, int source, double weight) {
        if (count == taps.length) {
            taps = Arrays.copyOf(taps, 2 * count);
            sources = Arrays.copyOf(sources, 2 * count);
            weights = Arrays.copyOf(weights, 2 * count);
        }
        taps[count] = tap;
        sources[count] = source;
        weights[count++] = weight;
    }

    /** The number of output places. */
    int outputs() {
        return targets.length;
    }

    /** The number of input places. */
    int inputSize() {
        return inputSize;
    }

    /** The output pixel at a place. */
    int target(int place) {
        return targets[place];
    }

    /** The index of the first tap of an output place; that of the next place is the end. */
    int first(int place) {
        return first[place];
    }

    /** The number of taps of an output place. */
    int count(int place) {
        return first[place + 1] - first[place];
    }

    int tap(int index) {
        return taps[index];
    }

    /** The place in the input. */
    int source(int index) {
        return sources[index];
    }

    double weight(int index) {
        return weights[index];
    }
}
