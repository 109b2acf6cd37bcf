package org.convlayers.weights;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.convlayers.shape.Extent;

/** The formulas of the filter banks, computed in double precision and rounded to float at the end. */
final class KernelFormulas {
    /** The longest kernel on an axis. */
    static final int MAX_WIDTH = 4096;

    private static final long MAX_PIXELS = (long) MAX_WIDTH * MAX_WIDTH;

    private KernelFormulas() {}

    /** The size 2 ceil(radius) + 1 on each axis. */
    static Extent odd(int rank, double radius) {
        return Extent.filled(rank, 2 * (int) Math.ceil(radius) + 1);
    }

    /** For each axis, the innermost first: [-1 0 1]/2 along it and the smoothing, divided by its sum, across it. */
    static Kernels derivatives(int rank, double... smoothing) {
        double sum = Arrays.stream(smoothing).sum();
        double[][] kernels = new double[rank][];
        for (int k = 0; k < rank; k++) {
            int along = rank - 1 - k;
            kernels[k] = sample(Extent.filled(rank, 3), at -> {
                double product = at[along] / 2;
                for (int axis = 0; axis < rank; axis++) {
                    product *= axis == along ? 1 : smoothing[(int) at[axis] + 1] / sum;
                }
                return product;
            });
        }
        return kernels(Extent.filled(rank, 3), kernels);
    }

    static Kernels laplacian(int rank, boolean diagonal) {
        Extent size = Extent.filled(rank, 3);
        double centre = diagonal ? size.product() - 1 : 2L * rank;
        return kernels(size, sample(size, at -> {
            double distance = squared(at);
            return distance == 0 ? -centre : diagonal || distance == 1 ? 1 : 0;
        }));
    }

    static Kernels sharpen(int rank) {
        Extent size = Extent.filled(rank, 3);
        return kernels(size, sample(size, at -> {
            double distance = squared(at);
            return distance == 0 ? 2 * rank + 1 : distance == 1 ? -1 : 0;
        }));
    }

    static Kernels gaussian(double sigma, Extent size) {
        return kernels(size, gaussianValues(sigma, size));
    }

    static Kernels differenceOfGaussians(double sigma1, double sigma2, Extent size) {
        double[] first = gaussianValues(sigma1, size);
        double[] second = gaussianValues(sigma2, size);
        Arrays.setAll(first, i -> first[i] - second[i]);
        return kernels(size, first);
    }

    static Kernels laplacianOfGaussian(double sigma, Extent size) {
        double[] gaussian = gaussianValues(sigma, size);
        double variance = sigma * sigma;
        double[] factor = sample(size, at -> (squared(at) - size.rank() * variance) / (variance * variance));
        Arrays.setAll(factor, i -> factor[i] * gaussian[i]);
        double mean = Arrays.stream(factor).sum() / factor.length;
        Arrays.setAll(factor, i -> factor[i] - mean);
        return kernels(size, factor);
    }

    static Kernels box(Extent size) {
        return kernels(size, sample(size, at -> 1.0 / size.product()));
    }

    /** With an even size the pixel before the middle, which is the one that padding 'same' aligns with the output. */
    static Kernels identity(Extent size) {
        return kernels(size, sample(size, at -> Arrays.stream(at).allMatch(x -> x == 0 || x == -0.5) ? 1 : 0));
    }

    private static double[] gaussianValues(double sigma, Extent size) {
        double[] values = sample(size, at -> Math.exp(-squared(at) / (2 * sigma * sigma)));
        double sum = Arrays.stream(values).sum();
        if (sum == 0) {
            throw new IllegalArgumentException("sigma " + plain(sigma) + " is too small for a kernel of " + size);
        }
        Arrays.setAll(values, i -> values[i] / sum);
        return values;
    }

    private static double squared(double[] at) {
        return Arrays.stream(at).map(x -> x * x).sum();
    }

    /** Evaluates a function of the position from the centre at each pixel, the last axis fastest. */
    private static double[] sample(Extent size, ToDoubleFunction<double[]> function) {
        if (size.product() > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "a kernel of " + size + " is too large; at most " + MAX_PIXELS + " pixels are allowed");
        }
        double[] values = new double[(int) size.product()];
        double[] at = new double[size.rank()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            for (int axis = size.rank() - 1; axis >= 0; axis--) {
                at[axis] = rest % size.get(axis) - (size.get(axis) - 1) / 2.0;
                rest /= size.get(axis);
            }
            values[i] = function.applyAsDouble(at);
        }
        return values;
    }

    private static Kernels kernels(Extent size, double[]... kernels) {
        int pixels = kernels[0].length;
        float[] data = new float[kernels.length * pixels];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) kernels[i / pixels][i % pixels];
        }
        List<Integer> shape = Stream.concat(
                        Stream.of(kernels.length), Arrays.stream(size.toArray()).boxed())
                .toList();
        return new Kernels(new Tensor(data, shape));
    }

    /** A number as a user writes it: 3, not 3.0. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0).toPlainString() : decimal.toString();
    }
}
