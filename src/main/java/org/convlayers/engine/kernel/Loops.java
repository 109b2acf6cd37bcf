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

    /** See {@link Winograd#transformInputs}. */
    void winogradInputs(float[][] inputs, int first, int step, float[][] transformed, int to, int toStep);

    /** See {@link Winograd#transformProducts}; {@code ofTwo} and {@code ofFour} are 1 for so many sums, and 0 for others. */
    void winogradProducts(
            float[][] products, int first, int step, float[][] outputs, float ofTwo, float ofFour, float[] check);
}
