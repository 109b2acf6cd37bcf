package org.convlayers.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Takes each feature map to another size, larger or smaller, by interpolation.
 *
 * <p>{@link SamplingAxis} says which input pixels an output pixel is made of. Source: torch.nn.Upsample.
 *
 * @param interpolation how values between pixels are found
 * @param coordinates where in the input an output pixel lies: {@link Coordinates#ASYMMETRIC} (PyTorch's nearest) or {@link
 *     Coordinates#HALF_PIXEL} (nearest-exact) for the nearest pixel; half pixel or {@link Coordinates#ALIGN_CORNERS} for all
 *     others
 * @param target the size of the output
 */
public record Upsampling(Interpolation interpolation, Coordinates coordinates, Target target) implements Layer {
    /** The size of the output, given as it is or by factors; one number for each axis or the {@link Same} for all. */
    public sealed interface Target permits Size, Factors, Same {
        /** The number of axes it is given for; empty if it suits any. */
        OptionalInt axes();

        /** One number for all axes, where it is the same for each. */
        Target collapsed();

        /** The size of the output along an axis of {@code n} pixels; 0 or less if there is none. */
        long outputSize(int axis, int n);

        /** sigma, the step from one output pixel to the next, in pixels of an input of {@code n} pixels. */
        Step step(int axis, int n);
    }

    /**
     * sigma as the quotient of two numbers, so that what is exact stays exact.
     *
     * @param numerator above 0
     * @param denominator above 0
     */
    public record Step(double numerator, double denominator) {
        /** x sigma. */
        public double times(double x) {
            return x * numerator / denominator;
        }
    }

    /**
     * A size in pixels; sigma = n/m.
     *
     * @param pixels m for each axis
     */
    public record Size(Extent pixels) implements Target {
        @Override
        public OptionalInt axes() {
            return OptionalInt.of(pixels.rank());
        }

        @Override
        public Target collapsed() {
            return pixels.isAll(pixels.get(0)) ? new Same(new Size(Extent.of(pixels.get(0)))) : this;
        }

        @Override
        public long outputSize(int axis, int n) {
            return pixels.get(axis);
        }

        @Override
        public Step step(int axis, int n) {
            return new Step(n, outputSize(axis, n));
        }
    }

    /**
     * Factors f: m = floor(n f).
     *
     * @param values f for each axis
     * @param recomputed whether sigma is n/m, as if the size had been given, instead of 1/f (PyTorch's
     *     recompute_scale_factor)
     */
    public record Factors(List<Double> values, boolean recomputed) implements Target {
        public Factors {
            values = List.copyOf(values);
            for (double factor : values) {
                if (!(factor > 0) || Double.isInfinite(factor)) {
                    throw new ShapeException("scale_factor should be a finite number greater than zero, but got "
                            + (Double.isInfinite(factor) ? "inf" : factor));
                }
            }
        }

        @Override
        public OptionalInt axes() {
            return OptionalInt.of(values.size());
        }

        @Override
        public Target collapsed() {
            return values.stream().distinct().count() == 1
                    ? new Same(new Factors(values.subList(0, 1), recomputed))
                    : this;
        }

        @Override
        public long outputSize(int axis, int n) {
            return (long) Math.floor(n * values.get(axis));
        }

        @Override
        public Step step(int axis, int n) {
            return recomputed ? new Step(n, outputSize(axis, n)) : new Step(1, values.get(axis));
        }
    }

    /**
     * The same for all axes, however many there are.
     *
     * @param one the size or the factor of one axis
     */
    public record Same(Target one) implements Target {
        public Same {
            if (one.axes().orElse(0) != 1) {
                throw new IllegalArgumentException("one number stands for all axes, but got " + one);
            }
        }

        @Override
        public OptionalInt axes() {
            return OptionalInt.empty();
        }

        @Override
        public Target collapsed() {
            return this;
        }

        @Override
        public long outputSize(int axis, int n) {
            return one.outputSize(0, n);
        }

        @Override
        public Step step(int axis, int n) {
            return one.step(0, n);
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws ShapeException if the coordinates do not suit the interpolation, or the target has another number of axes
     */
    public Upsampling {
        Objects.requireNonNull(target);
        boolean nearest = interpolation == Interpolation.NEAREST;
        if (coordinates == (nearest ? Coordinates.ALIGN_CORNERS : Coordinates.ASYMMETRIC)) {
            throw new ShapeException(
                    nearest
                            ? "align_corners option can only be set with the interpolating modes: linear | bilinear |"
                                    + " bicubic | trilinear"
                            : "asymmetric coordinates are supported for nearest interpolation only");
        }
        int axes = target.axes().orElse(interpolation.rank().orElse(1));
        if (axes < 1 || axes > Extent.MAX_RANK || interpolation.rank().orElse(axes) != axes) {
            throw new ShapeException("a size or scale_factor of " + axes + (axes == 1 ? " number" : " numbers")
                    + " does not suit interpolation over "
                    + (interpolation.rank().isPresent() ? interpolation.rank().getAsInt() : "1 to 3")
                    + " spatial axes");
        }
        // Only where the interpolation does not tell the number of axes, the number of numbers does.
        target = interpolation.rank().isPresent() ? target.collapsed() : target;
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        int rank = input.rank();
        if (rank().orElse(rank) != rank) {
            throw new ShapeException("Input and output must have the same number of spatial dimensions, but got input"
                    + " with spatial dimensions of " + input.spatial() + " for upsampling over "
                    + rank().getAsInt());
        }
        long[] size = new long[rank];
        Arrays.setAll(size, axis -> target.outputSize(axis, input.spatial().get(axis)));
        if (input.isEmpty() || Arrays.stream(size).anyMatch(pixels -> pixels < 1 || pixels > Integer.MAX_VALUE)) {
            throw new ShapeException("Input and output sizes should be greater than 0 and at most "
                    + Integer.MAX_VALUE + ", but got input " + input.spatial() + " and output "
                    + Arrays.toString(size));
        }
        return new FeatureShape(
                input.channels(),
                Extent.of(Arrays.stream(size).mapToInt(Math::toIntExact).toArray()));
    }

    /**
     * How an axis is sampled.
     *
     * @param axis counted from the outermost of the input
     * @param n the pixels of the input along it
     */
    public SamplingAxis axis(int axis, int n) {
        int m = Math.toIntExact(target.outputSize(axis, n));
        return new SamplingAxis(interpolation, coordinates, n, m, target.step(axis, n));
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }

    @Override
    public OptionalInt rank() {
        return interpolation.rank().isPresent() ? interpolation.rank() : target.axes();
    }
}
