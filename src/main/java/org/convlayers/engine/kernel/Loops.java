package org.convlayers.engine.kernel;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The loops over strips that are there for each length of strips. */
interface Loops {
    /** The copy for each length. */
    Map<StripLength, Loops> OF_LENGTHS = Arrays.stream(StripLength.values())
            .collect(Collectors.toMap(
                    length -> length,
                    length -> StripLoops.of(length.lanes()),
                    (first, second) -> first,
                    () -> new EnumMap<>(StripLength.class)));

    /** See {@link MicroKernel#ROWS_4}. */
    void fourSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** See {@link MicroKernel#ROWS_3}. */
    void threeSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

    /** See {@link MicroKernel#ROW_1}. */
    void oneSum(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset);

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
