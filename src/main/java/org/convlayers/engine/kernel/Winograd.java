package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * The transforms of F(n, k): n neighbouring sums of a filter of k taps from n + k - 1 products instead of n k.
 *
 * <p>With inputs d and weights g, y = A^T [(G g) * (B^T d)], where * multiplies element by element. All have six products:
 * the points are 0, 1, -1, 2, -2 and infinity, and the transform of the inputs is the same. Source: A. Lavin, S. Gray, Fast
 * Algorithms for Convolutional Neural Networks (2016).
 */
public enum Winograd {
    /** Four sums of three taps. */
    F_4_3(4, 3),

    /** Two sums of five taps. */
    F_2_5(2, 5);

    /** How many products are made of as many inputs: n + k - 1. */
    public static final int PRODUCTS = 6;

    /** How many strips the transform of the products fills. */
    public static final int SUMS = 4;

    /** The product that is an addend of all sums. */
    public static final int ADDEND_OF_ALL = 1;

    /** How many lanes more the input has, for what neighbouring taps see. */
    public static final int MORE_INPUT = 16;

    /** The number of lanes of the input of whole strips; a strip's array holds them. */
    public static final int INPUT_LENGTH = Strip.LENGTH + MORE_INPUT;

    /** The points but infinity. */
    private static final int[] POINTS = {0, 1, -1, 2, -2};

    private final int outputs;
    private final int taps;

    Winograd(int outputs, int taps) {
        this.outputs = outputs;
        this.taps = taps;
    }

    /** The transforms for filters of a number of taps, if there are any. */
    public static Optional<Winograd> ofTaps(int taps) {
        return Arrays.stream(values()).filter(f -> f.taps == taps).findFirst();
    }

    /** How many sums are made together: n. */
    public int outputs() {
        return outputs;
    }

    /** How many taps the filter has: k. */
    public int taps() {
        return taps;
    }

    /**
     * One element of G g: the value at a point p of the polynomial with coefficients g, divided by the product of the
     * distances p - q to the other points q; at infinity the last coefficient.
     *
     * @param product which of the six
     * @param filter g
     */
    public static double weight(int product, double... filter) {
        if (product == POINTS.length) {
            return filter[filter.length - 1];
        }
        int point = POINTS[product];
        double value = 0;
        for (int i = filter.length - 1; i >= 0; i--) {
            value = value * point + filter[i];
        }
        for (int other : POINTS) {
            value /= other == point ? 1 : point - other;
        }
        return value;
    }

    /**
     * B^T d in each lane, and in {@link #MORE_INPUT} lanes more.
     *
     * @param length the lanes
     * @param inputs arrays, six of which are d
     * @param first the first of the six
     * @param step how much further the next one is
     * @param transformed where the result goes: six arrays of these
     * @param to the first of the six
     * @param toStep how much further the next one is
     */
    public static void transformInputs(
            StripLength length, float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
        length.loops().winogradInputs(inputs, first, step, transformed, to, toStep);
    }

    /**
     * A^T m in each lane: sum i adds p^i m over all points p, and the last one the product at infinity.
     *
     * <p>Four sums are made, whatever n is: a loop for two alone would be short enough to be inlined, as {@link StripLoops}
     * explains.
     *
     * @param length the lanes
     * @param products strips, six of which are m
     * @param first the first of the six
     * @param step how much further the next one is
     * @param outputs where the result goes: {@link #SUMS} strips, of which the first n are the result
     * @param check a strip to which 0 times the sums is added: it stays zero where all of them are finite
     */
    public void transformProducts(
            StripLength length, float[][] products, int first, int step, float[][] outputs, float[] check) {
        length.loops()
                .winogradProducts(
                        products, first, step, outputs, this.outputs == 2 ? 1 : 0, this.outputs == 4 ? 1 : 0, check);
    }
}
