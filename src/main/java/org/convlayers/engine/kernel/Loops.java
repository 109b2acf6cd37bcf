package org.convlayers.engine.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loops over strips that are there for each length of strips. */
interface Loops {
    /** The copies for lengths that have been asked for. */
    Map<StripLength, Loops> OF_LENGTHS = new ConcurrentHashMap<>();

    /** See {@link MicroKernel#ROWS_4}. */
    void fourSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** The same with sums in accumulators. */
    void fourSums(float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset);

    /** See {@link MicroKernel#ROWS_3}. */
    void threeSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** The same with sums in accumulators. */
    void threeSums(float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset);

    /** See {@link MicroKernel#ROW_1}. */
    void oneSum(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** The same with sums in accumulators. */
    void oneSum(float[][] taps, int from, int to, Accumulators sums, float[] weights, int offset);

    /** See {@link Winograd#transformInputs}: six. */
    void sixWinogradInputs(float[][] inputs, int first, int step, float[][] transformed, int to, int toStep);

    /** See {@link Winograd#transformProducts}: six. */
    void sixWinogradProducts(float[][] products, int first, int step, float[][] outputs, float[] check);

    /** See {@link Winograd#transformInputs}: those of eight at the points 0, 1, -1 and infinity. */
    void eightWinogradInputsAtOnes(float[][] inputs, int first, int step, float[][] transformed, int to, int toStep);

    /** See {@link Winograd#transformInputs}: those of eight at the points 2, -2, 1/2 and -1/2. */
    void eightWinogradInputsAtTwos(float[][] inputs, int first, int step, float[][] transformed, int to, int toStep);

    /** See {@link Winograd#transformProducts}: adds those at 1/2 and -1/2, of eight, to the sums of the first six. */
    void addWinogradHalves(float[][] products, int first, int step, float[][] outputs, float[] check);
}
