package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which matrices are of low rank. */
class RankFactoringTest {
    private static final int WIDTH = 12;
    private static final int HEIGHT = 9;
    private static final int PARTS = 2;

    /** The sum of some products of a column and a row, the later ones the smaller, and noise. */
    private static double[][] matrix(Random random, int rank, double noise) {
        double[][] matrix = new double[PARTS * HEIGHT][WIDTH];
        for (int term = 0; term < rank; term++) {
            double size = Math.pow(10, -random.nextInt(3) * term);
            double[] row = random.doubles(WIDTH, -1, 1).toArray();
            double[] column = random.doubles(matrix.length, -size, size).toArray();
            for (int y = 0; y < matrix.length; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    matrix[y][x] += column[y] * row[x];
                }
            }
        }
        for (double[] row : matrix) {
            for (int x = 0; x < WIDTH; x++) {
                row[x] += noise * random.nextGaussian();
            }
        }
        return matrix;
    }

    /** With the highest rank allowed no rank is ruled out beforehand. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 1e-3})
    void noRankIsRuledOutThatSuffices(double noise) {
        Random random = new Random(1);
        for (int rank = 0; rank < WIDTH; rank++) {
            for (int i = 0; i < 20; i++) {
                double[][] matrix = matrix(random, rank, noise);
                Optional<RankFactoring> lowest = RankFactoring.of(matrix, PARTS, WIDTH);
                for (int allowed = 1; allowed < WIDTH; allowed++) {
                    boolean isFound = lowest.isPresent() && lowest.get().rank() <= allowed;
                    assertEquals(
                            isFound, RankFactoring.of(matrix, PARTS, allowed).isPresent());
                }
            }
        }
    }
}
