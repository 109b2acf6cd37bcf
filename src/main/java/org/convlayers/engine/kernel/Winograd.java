package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * The transforms of F(4, k): four neighbouring sums of a filter of k taps from k + 3 products instead of 4 k.
 *
 * <p>With inputs d and weights g, y = A^T [(G g) * (B^T d)], where * multiplies element by element. The points are
 * 0, 1, -1, 2, -2 and infinity, and where two more are needed 1/2 and -1/2: the sums of eight products are those of the first
 * six, to which the last two are added. Source: A. Lavin, S. Gray, Fast Algorithms for Convolutional Neural Networks
 * (2016).
 */
public enum Winograd {
    /** Sums of three taps. */
    F_4_3(3, 25) {
        @Override
        public void transformInputs(
                StripLength length, float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
            length.loops().sixWinogradInputs(inputs, first, step, transformed, to, toStep);
        }

        @Override
        public void transformProducts(
                StripLength length, float[][] products, int first, int step, float[][] outputs, float[] check) {
            length.loops().sixWinogradProducts(products, first, step, outputs, check);
        }
    },

    /** Sums of five taps. */
    F_4_5(5, 52) {
        @Override
        public void transformInputs(
                StripLength length, float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
            length.loops().eightWinogradInputsAtOnes(inputs, first, step, transformed, to, toStep);
            length.loops().eightWinogradInputsAtTwos(inputs, first, step, transformed, to, toStep);
        }

        @Override
        public void transformProducts(
                StripLength length, float[][] products, int first, int step, float[][] outputs, float[] check) {
            length.loops().sixWinogradProducts(products, first, step, outputs, check);
            length.loops().addWinogradHalves(products, first, step, outputs, check);
        }
    };

    /** How many sums are made together. */
    public static final int SUMS = 4;

    /** The product that is an addend of all sums. */
    public static final int ADDEND_OF_ALL = 1;

    /** How many lanes more the input has, for what neighbouring taps see. */
    public static final int MORE_INPUT = 16;

    /** The number of lanes of the input of whole strips; a strip's array holds them. */
    public static final int INPUT_LENGTH = Strip.LENGTH + MORE_INPUT;

    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double[] POINTS = {0, 1, -1, 2, -2, INFINITY, 0.5, -0.5};

    private final int taps;
    private final int cost;

    Winograd(int taps, int cost) {
        this.taps = taps;
        this.cost = cost;
    }

    /** The transforms for filters of a number of taps, if there are any. */
    public static Optional<Winograd> ofTaps(int taps) {
        return Arrays.stream(values()).filter(f -> f.taps == taps).findFirst();
    }

    /** How many taps the filter has: k. */
    public int taps() {
        return taps;
    }

    /** How many products are made of as many inputs: k + 3. */
    public int products() {
        return SUMS + taps - 1;
    }

    /** How long a transform of strips takes, in products of a strip and a weight. */
    public int cost() {
        return cost;
    }

    /**
     * A row of G: times the taps of a filter g, it is the value at a point p of the polynomial with coefficients g, divided by the
     * product of the distances p - q to the other points q; at infinity the last coefficient.
     *
     * @param product which of the products
     * @return a factor for each tap
     */
    public double[] weights(int product) {
        double[] row = new double[taps];
        double point = POINTS[product];
        if (point == INFINITY) {
            row[taps - 1] = 1;
            return row;
        }
        double distances = 1;
        for (int i = 0; i < products(); i++) {
            distances *= i == product || POINTS[i] == INFINITY ? 1 : point - POINTS[i];
        }
        for (int tap = 0; tap < taps; tap++) {
            row[tap] = Math.pow(point, tap) / distances;
        }
        return row;
    }

    /**
     * B^T d in each lane, and in {@link #MORE_INPUT} lanes more.
     *
     * @param length the lanes
     * @param inputs arrays, {@link #products} of which are d
     * @param first the first of them
     * @param step how much further the next one is
     * @param transformed where the result goes: as many of these arrays
     * @param to the first of them
     * @param toStep how much further the next one is
     */
    public abstract void transformInputs(
            StripLength length, float[][] inputs, int first, int step, float[][] transformed, int to, int toStep);

    /**
     * A^T m in each lane: sum i adds p^i m over all points p, and the last one the product at infinity.
     *
     * @param length the lanes
     * @param products strips, {@link #products} of which are m
     * @param first the first of them
     * @param step how much further the next one is
     * @param outputs where the result goes: {@link #SUMS} strips
     * @param check a strip to which 0 times the sums is added: it stays zero where all of them are finite
     */
    public abstract void transformProducts(
            StripLength length, float[][] products, int first, int step, float[][] outputs, float[] check);
}
