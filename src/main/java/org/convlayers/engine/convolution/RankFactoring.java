package org.convlayers.engine.convolution;

import Jama.Matrix;
import Jama.SingularValueDecomposition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Matrices one below the other as a sum of as few products of a column and a row as give their elements to
 * {@link #ACCURACY}, found by the singular value decomposition.
 */
final class RankFactoring {
    /**
     * How far the sum is from a matrix: no element by more than this times the largest one, and all elements together by no
     * more than this times the sum of magnitudes. Elements in single precision are rounded to 6e-8 of themselves.
     */
    static final double ACCURACY = 5e-7;

    /** The terms' magnitudes together, in units of those of the matrix: what cancels costs accuracy. */
    private static final double MAX_CANCELLATION = 8;

    private final double[][] matrix;
    private final int height;
    private final double[] sums;
    private final double[] largest;
    private final List<float[]> rows = new ArrayList<>();
    private final List<float[]> columns = new ArrayList<>();

    private RankFactoring(double[][] matrix, int parts) {
        this.matrix = matrix;
        height = matrix.length / parts;
        sums = new double[parts];
        largest = new double[parts];
        for (int row = 0; row < matrix.length; row++) {
            for (double value : matrix[row]) {
                sums[row / height] += Math.abs(value);
                largest[row / height] = Math.max(largest[row / height], Math.abs(value));
            }
        }
    }

    /**
     * Finds the terms.
     *
     * @param matrix the rows of all matrices
     * @param parts the number of matrices, which are of the same height
     * @param maxRank how many terms there may be, at least one
     * @return nothing if more terms are needed
     */
    static Optional<RankFactoring> of(double[][] matrix, int parts, int maxRank) {
        RankFactoring factoring = new RankFactoring(matrix, parts);
        // Of what is not finite the library would never find the singular values.
        boolean isFound = Double.isFinite(Arrays.stream(factoring.sums).sum()) && factoring.find(maxRank);
        return isFound ? Optional.of(factoring) : Optional.empty();
    }

    /** The number of terms. */
    int rank() {
        return rows.size();
    }

    /** The row of a term. Its magnitudes add up to 1, so that products with it are no larger than what it is applied to. */
    float[] row(int term) {
        return rows.get(term);
    }

    /** The part of a term's column that belongs to one of the matrices. */
    float[] column(int term, int part) {
        return Arrays.copyOfRange(columns.get(term), part * height, (part + 1) * height);
    }

    private boolean find(int maxRank) {
        int width = matrix[0].length;
        boolean isWide = matrix.length < width; // which the library does not take
        SingularValueDecomposition svd = new SingularValueDecomposition(isWide ? scaled().transpose() : scaled());
        double[][] left = (isWide ? svd.getV() : svd.getU()).getArray();
        double[][] right = (isWide ? svd.getU() : svd.getV()).getArray();
        double[][] rest = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double[] magnitudes = new double[sums.length];
        for (int term = 0; term < Math.min(maxRank, Math.min(matrix.length, width)); term++) {
            float[] row = new float[width];
            double norm = 0;
            for (int x = 0; x < width; x++) {
                norm += Math.abs(right[x][term]);
            }
            for (int x = 0; x < width; x++) {
                row[x] = (float) (right[x][term] / norm);
            }
            float[] column = new float[matrix.length];
            for (int y = 0; y < matrix.length; y++) {
                double size = norm * svd.getSingularValues()[term] * sums[y / height];
                column[y] = (float) (size * left[y][term]);
                magnitudes[y / height] += Math.abs(column[y]);
                for (int x = 0; x < width; x++) {
                    rest[y][x] -= (double) column[y] * row[x];
                }
            }
            rows.add(row);
            columns.add(column);
            if (isNothing(rest)) {
                return !cancels(magnitudes);
            }
        }
        return false;
    }

    /** Each matrix divided by the sum of its magnitudes: all of them count alike. */
    private Matrix scaled() {
        Matrix scaled = new Matrix(matrix.length, matrix[0].length);
        for (int row = 0; row < matrix.length; row++) {
            double sum = sums[row / height];
            for (int x = 0; x < matrix[row].length; x++) {
                scaled.set(row, x, sum == 0 ? 0 : matrix[row][x] / sum);
            }
        }
        return scaled;
    }

    private boolean isNothing(double[][] rest) {
        double[] differences = new double[sums.length];
        for (int row = 0; row < rest.length; row++) {
            int part = row / height;
            for (double difference : rest[row]) {
                differences[part] += Math.abs(difference);
                // What is not a number is not small either.
                if (!(Math.abs(difference) <= ACCURACY * largest[part])) {
                    return false;
                }
            }
        }
        for (int part = 0; part < sums.length; part++) {
            if (differences[part] > ACCURACY * sums[part]) {
                return false;
            }
        }
        return true;
    }

    private boolean cancels(double[] magnitudes) {
        for (int part = 0; part < sums.length; part++) {
            if (magnitudes[part] > MAX_CANCELLATION * sums[part]) {
                return true;
            }
        }
        return false;
    }
}
