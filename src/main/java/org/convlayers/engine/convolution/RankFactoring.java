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

    /** No rank is ruled out by what may be rounding errors. */
    private static final double ROUNDING_RESERVE = 2;

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
        boolean isFound = Double.isFinite(Arrays.stream(factoring.sums).sum())
                && !factoring.isOfHigherRank(maxRank)
                && factoring.find(maxRank);
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

    /**
     * Whether more terms than {@code maxRank} are needed for sure, which takes far less time to learn than the terms.
     *
     * <p>Sums of so many terms are at least as far from the matrix, by the root of the sum of squares, as the next singular
     * value; that is no smaller than the smallest one of as many rows and one more. Those of a sum that is close enough to each
     * matrix divided by the sum of its magnitudes are apart by no more than {@link #ACCURACY} times the root of their number.
     */
    private boolean isOfHigherRank(int maxRank) {
        int count = maxRank + 1;
        if (count > Math.min(matrix.length, matrix[0].length)) {
            return false;
        }
        Matrix rows = independentRows(count);
        double smallest = new SingularValueDecomposition(rows.transpose()).getSingularValues()[count - 1];
        return smallest > ROUNDING_RESERVE * ACCURACY * Math.sqrt(sums.length);
    }

    /** Rows of the scaled matrix, each of which is farthest from the sums of multiples of those before: Gram and Schmidt. */
    private Matrix independentRows(int count) {
        double[][] scaled = scaled().getArray();
        double[][] rest = scaled().getArray();
        double[][] picked = new double[count][];
        for (int i = 0; i < count; i++) {
            int farthest = 0;
            double largest = 0;
            for (int row = 0; row < rest.length; row++) {
                double square = product(rest[row], rest[row]);
                farthest = square > largest ? row : farthest;
                largest = Math.max(largest, square);
            }
            picked[i] = scaled[farthest];
            double[] direction = rest[farthest].clone();
            for (int row = 0; row < rest.length && largest > 0; row++) {
                double share = product(rest[row], direction) / largest;
                for (int x = 0; x < direction.length; x++) {
                    rest[row][x] -= share * direction[x];
                }
            }
        }
        return new Matrix(picked);
    }

    private static double product(double[] row, double[] other) {
        double sum = 0;
        for (int x = 0; x < row.length; x++) {
            sum += row[x] * other[x];
        }
        return sum;
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
