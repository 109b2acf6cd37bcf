package org.convlayers.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * How the influence on an output pixel spreads over its receptive field: mostly like a Gaussian, over much less than the whole.
 *
 * <p>The weight of an input pixel is its share of the sum of |dy/dx| over all input pixels, y summed over the channels of the
 * output and |dy/dx| over those of the input. L layers of equal weights and kernel size k give sigma = sqrt(L (k^2-1)/12).
 * Source: Luo, Li, Urtasun and Zemel, Understanding the Effective Receptive Field in Deep Convolutional Neural Networks, NIPS
 * 2016.
 *
 * <p>Lists have one element for each spatial axis, outermost first. Distances are those of pixels' centres. Immutable.
 */
public final class EffectiveField {
    /** Sums of shares differ from 1 by rounding. */
    private static final double ROUNDING = 1e-12;

    private final ReceptiveField field;
    private final Region region;
    private final double[] weights;
    private final int[][] places;
    private final double[] centre;

    private EffectiveField(ReceptiveField field, Region region, double[] weights) {
        this.field = field;
        this.region = region;
        this.weights = weights;
        places = IntStream.range(0, Extent.MAX_RANK)
                .mapToObj(axis -> pixels(region.axis(axis)))
                .toArray(int[][]::new);
        centre = IntStream.range(0, Extent.MAX_RANK)
                .mapToDouble(axis -> mean(axis, 0, 1))
                .toArray();
    }

    /**
     * The effective field of a gradient.
     *
     * @throws IllegalArgumentException if the gradient is 0 everywhere, or not a number somewhere
     */
    public static EffectiveField of(SourceGradient gradient) {
        double[] weights = gradient.magnitudes();
        double sum = Arrays.stream(weights).sum();
        if (!(sum > 0 && Double.isFinite(sum))) {
            ReceptiveField field = gradient.field();
            throw new IllegalArgumentException("the gradient of layer '" + field.layer() + "' at " + field.at()
                    + (sum == 0
                            ? " is 0 everywhere: no pixel of the image moves the sum over its channels"
                            : " is infinite or not a number"));
        }
        return new EffectiveField(
                gradient.field(),
                gradient.region(),
                Arrays.stream(weights).map(weight -> weight / sum).toArray());
    }

    private static int[] pixels(AxisRanges ranges) {
        return ranges.ranges().stream()
                .flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()))
                .toArray();
    }

    /** The mean of ((place - origin))^power along an axis. */
    private double mean(int axis, double origin, int power) {
        double[] sum = {0};
        forEach((i, z, y, x) -> {
            int place = axis == 0 ? z : axis == 1 ? y : x;
            sum[0] += weights[i] * Math.pow(place - origin, power);
        });
        return sum[0];
    }

    /** Is told each pixel that may have a weight. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int index, int z, int y, int x);
    }

    private void forEach(Visitor visitor) {
        int index = 0;
        for (int z : places[0]) {
            for (int y : places[1]) {
                for (int x : places[2]) {
                    visitor.visit(index++, z, y, x);
                }
            }
        }
    }

    /** The receptive field that the layers' arrangement gives, of which this is the part that counts. */
    public ReceptiveField field() {
        return field;
    }

    /** The pixels that may have a weight. */
    public Region region() {
        return region;
    }

    /** The weight of each pixel of the region, whose ranges lie side by side, the last axis fastest; the sum is 1. */
    public double[] weights() {
        return weights.clone();
    }

    /** The centre of the weight, in pixels. */
    public List<Double> centre() {
        return ofAxes(DoubleStream.of(centre));
    }

    /** The standard deviation of the weight along each axis, in pixels. */
    public List<Double> sigma() {
        return ofAxes(IntStream.range(0, Extent.MAX_RANK).mapToDouble(axis -> Math.sqrt(mean(axis, centre[axis], 2))));
    }

    private List<Double> ofAxes(DoubleStream ofThree) {
        return ofThree.skip(Extent.MAX_RANK - field.at().size()).boxed().toList();
    }

    /**
     * The radius of the smallest disc (interval, ball) around {@link #centre()} that holds a share of the weight.
     *
     * @param pixelSize the distance of neighbouring pixels on each axis, in any unit; ones for a radius in pixels
     * @param shares between 0 and 1
     * @return one radius for each share
     */
    public List<Double> radii(List<Double> pixelSize, double... shares) {
        double[] distance = new double[weights.length];
        double[] size = new double[Extent.MAX_RANK];
        int outer = Extent.MAX_RANK - field.at().size();
        Arrays.setAll(size, axis -> axis < outer ? 0 : pixelSize.get(axis - outer));
        forEach((i, z, y, x) -> distance[i] = Math.hypot(
                Math.hypot((z - centre[0]) * size[0], (y - centre[1]) * size[1]), (x - centre[2]) * size[2]));
        int[] nearestFirst = sorted(distance);
        return Arrays.stream(shares)
                .mapToObj(share -> radius(distance, nearestFirst, share))
                .toList();
    }

    /** The indices of values that are not negative, the smallest first, to single precision. */
    private static int[] sorted(double[] values) {
        long[] keys = new long[values.length];
        Arrays.setAll(keys, i -> ((long) Float.floatToIntBits((float) values[i]) << Integer.SIZE) | i);
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private double radius(double[] distance, int[] nearestFirst, double share) {
        double sum = 0;
        double radius = 0;
        for (int i = 0; i < nearestFirst.length && sum < share - ROUNDING; i++) {
            sum += weights[nearestFirst[i]];
            radius = Math.max(radius, distance[nearestFirst[i]]);
        }
        return radius;
    }

    /**
     * The diameter 2 r + 1 of the disc that holds a share of the weight, as a part of the extent of the receptive field (the
     * geometric mean of its axes): small where only the middle of the field counts. It may exceed 1 a little where the corners
     * count as much.
     */
    public double ratio(double share) {
        List<Double> pixels = field.at().stream().map(axis -> 1.0).toList();
        double extent =
                field.virtual().size().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        return (2 * radii(pixels, share).get(0) + 1) / Math.pow(extent, 1.0 / pixels.size());
    }
}
