package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * The transforms of F(n, k): n neighbouring sums of a filter of k taps from n + k - 1 products instead of n k.
 *
 * <p>With inputs d and weights g, y = A^T [(G g) * (B^T d)], where * multiplies element by element. All have six products:
 * the points are 0, 1, -1, 2, -2 and infinity, and the transform of the inputs is the same. Source: A. Lavin, S. Gray, Fast
 * Algorithms for Convolutional Neural Networks (2016).
 *
 * <p>Both transforms work lane by lane on arrays indexed by the same x, which the JIT turns into SIMD code, and are longer
 * than what it inlines, as {@link MicroKernel} explains.
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

    /** The number of lanes of the input: those of a strip, and some more for what neighbouring taps see; a strip's array holds them. */
    public static final int INPUT_LENGTH = Strip.LENGTH + 16;

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
     * B^T d in each of {@link #INPUT_LENGTH} lanes.
     *
     * @param inputs arrays, six of which are d
     * @param first the first of the six
     * @param step how much further the next one is
     * @param transformed where the result goes: six arrays of these
     * @param to the first of the six
     * @param toStep how much further the next one is
     */
    public static void transformInputs(
            float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
        final float[] input0 = inputs[first];
        final float[] input1 = inputs[first + step];
        final float[] input2 = inputs[first + 2 * step];
        final float[] input3 = inputs[first + 3 * step];
        final float[] input4 = inputs[first + 4 * step];
        final float[] input5 = inputs[first + 5 * step];
        final float[] to0 = transformed[to];
        final float[] to1 = transformed[to + toStep];
        final float[] to2 = transformed[to + 2 * toStep];
        final float[] to3 = transformed[to + 3 * toStep];
        final float[] to4 = transformed[to + 4 * toStep];
        final float[] to5 = transformed[to + 5 * toStep];
        for (int x = 0; x < INPUT_LENGTH; x++) {
            final float d0 = input0[x];
            final float d1 = input1[x];
            final float d2 = input2[x];
            final float d3 = input3[x];
            final float d4 = input4[x];
            final float d5 = input5[x];
            float t0 = d4;
            t0 = Math.fma(-5f, d2, t0);
            t0 = Math.fma(4f, d0, t0);
            float t5 = d5;
            t5 = Math.fma(-5f, d3, t5);
            t5 = Math.fma(4f, d1, t5);
            float evenOfOnes = d4;
            evenOfOnes = Math.fma(-4f, d2, evenOfOnes);
            float oddOfOnes = d3;
            oddOfOnes = Math.fma(-4f, d1, oddOfOnes);
            float t1 = evenOfOnes;
            t1 += oddOfOnes;
            float t2 = evenOfOnes;
            t2 -= oddOfOnes;
            final float evenOfTwos = d4 - d2;
            final float oddOfTwos = d3 - d1;
            float t3 = evenOfTwos;
            t3 = Math.fma(2f, oddOfTwos, t3);
            float t4 = evenOfTwos;
            t4 = Math.fma(-2f, oddOfTwos, t4);
            to0[x] = t0;
            to1[x] = t1;
            to2[x] = t2;
            to3[x] = t3;
            to4[x] = t4;
            to5[x] = t5;
        }
    }

    /**
     * A^T m in each lane of a strip: sum i adds p^i m over all points p, and the last one the product at infinity.
     *
     * <p>Four sums are made, whatever n is: a loop for two alone would be short enough to be inlined.
     *
     * @param products strips, six of which are m
     * @param first the first of the six
     * @param step how much further the next one is
     * @param outputs where the result goes: {@link #SUMS} strips, of which the first n are the result
     * @param check a strip to which 0 times the sums is added: it stays zero where all of them are finite
     */
    public void transformProducts(float[][] products, int first, int step, float[][] outputs, float[] check) {
        final float[] product0 = products[first];
        final float[] product1 = products[first + step];
        final float[] product2 = products[first + 2 * step];
        final float[] product3 = products[first + 3 * step];
        final float[] product4 = products[first + 4 * step];
        final float[] product5 = products[first + 5 * step];
        final float[] output0 = outputs[0];
        final float[] output1 = outputs[1];
        final float[] output2 = outputs[2];
        final float[] output3 = outputs[3];
        final float ofTwo = this.outputs == 2 ? 1f : 0f;
        final float ofFour = this.outputs == 4 ? 1f : 0f;
        for (int x = 0; x < Strip.LENGTH; x++) {
            final float m0 = product0[x];
            final float m1 = product1[x];
            final float m2 = product2[x];
            final float m3 = product3[x];
            final float m4 = product4[x];
            final float m5 = product5[x];
            float evenOfOnes = m1;
            evenOfOnes += m2;
            float oddOfOnes = m1;
            oddOfOnes -= m2;
            float evenOfTwos = m3;
            evenOfTwos += m4;
            float oddOfTwos = m3;
            oddOfTwos -= m4;
            float y0 = m0;
            y0 += evenOfOnes;
            y0 += evenOfTwos;
            float y1 = oddOfOnes;
            y1 = Math.fma(2f, oddOfTwos, y1);
            y1 = Math.fma(ofTwo, m5, y1);
            float y2 = evenOfOnes;
            y2 = Math.fma(4f, evenOfTwos, y2);
            float y3 = oddOfOnes;
            y3 = Math.fma(8f, oddOfTwos, y3);
            y3 = Math.fma(ofFour, m5, y3);
            float upper = y0;
            upper += y1;
            float lower = y2;
            lower += y3;
            float all = upper;
            all += lower;
            float checked = check[x];
            checked = Math.fma(0f, all, checked);
            output0[x] = y0;
            output1[x] = y1;
            output2[x] = y2;
            output3[x] = y3;
            check[x] = checked;
        }
    }
}
