package org.convlayers.layer;

import org.convlayers.shape.AxisRanges;

/**
 * Which input pixels an output pixel of an upsampling layer is made of along one axis, and with which weights: the one place
 * that knows it for those who compute and those who follow pixels back.
 *
 * <p>A pixel of weight 0 is not seen, but multiplied all the same: beside an infinity or NaN the result is NaN. So it is in
 * PyTorch, also where a linearly interpolated axis keeps its size: each pixel then is taken once with the weight 1 and once
 * with the weight 0.
 *
 * <p>Places are quotients rounded once, so that a weight which is 0 by the formula is 0 here. Nearest pixels alone are found in
 * single precision, as PyTorch does: elsewhere a place a hair below a whole number could fall to another pixel.
 *
 * @param interpolation how values between pixels are found
 * @param coordinates where in the input an output pixel lies
 * @param n the input's pixels
 * @param m the output's pixels
 * @param step sigma
 */
public record SamplingAxis(Interpolation interpolation, Coordinates coordinates, int n, int m, Upsampling.Step step) {
    /** An axis that maps do not have. */
    public static final SamplingAxis OF_ONE_PIXEL =
            new SamplingAxis(Interpolation.NEAREST, Coordinates.ASYMMETRIC, 1, 1, new Upsampling.Step(1, 1));

    /** A of the cubic convolution. */
    private static final double A = -0.75;

    /** How many pixels an output pixel is made of; some may be the same, some have the weight 0. */
    public int taps() {
        return switch (interpolation) {
            case NEAREST -> 1;
            case LINEAR, BILINEAR, TRILINEAR -> 2;
            case BICUBIC -> 4;
        };
    }

    /**
     * An input pixel.
     *
     * @param output the output pixel
     * @param tap from 0 to {@link #taps()} - 1
     */
    public int source(int output, int tap) {
        return switch (interpolation) {
            case NEAREST -> nearest(output);
            case LINEAR, BILINEAR, TRILINEAR -> Math.min(floor(linearPlace(output)) + (n == m ? 0 : tap), n - 1);
            case BICUBIC -> Math.max(0, Math.min(floor(place(output)) - 1 + tap, n - 1));
        };
    }

    /** All input pixels that some output pixels are made of, and those between them. */
    public AxisRanges reach(AxisRanges.Range outputs) {
        return AxisRanges.of(source(outputs.first(), 0), source(outputs.last(), taps() - 1));
    }

    /** Its weight; those of all taps sum up to 1. */
    public double weight(int output, int tap) {
        return switch (interpolation) {
            case NEAREST -> 1;
            case LINEAR, BILINEAR, TRILINEAR -> linear(linearPlace(output), tap);
            case BICUBIC -> cubic(place(output), tap);
        };
    }

    /** Whether every output pixel is the input pixel in the same place. */
    public boolean isCopy() {
        return n == m && (isLinear() || meanStep() == 1);
    }

    private boolean isLinear() {
        return taps() == 2;
    }

    /** The distance of the places of neighbouring output pixels, in the mean over all phases. */
    public double meanStep() {
        if (isLinear() && n == m) {
            return 1;
        }
        if (coordinates == Coordinates.ALIGN_CORNERS) {
            return n == 1 || m == 1 ? n : (n - 1.0) / (m - 1);
        }
        return step.times(1);
    }

    /**
     * Where output pixel 0 would have to lie for the places of all to follow by {@link #meanStep()}, in the mean over all
     * phases.
     */
    public double meanStart() {
        if (interpolation == Interpolation.NEAREST) {
            int period = period();
            double sum = 0;
            for (int u = 0; u < period; u++) {
                sum += firstPlace(u) - u * meanStep();
            }
            return sum / period;
        }
        return coordinates == Coordinates.ALIGN_CORNERS ? 0 : (meanStep() - 1) / 2;
    }

    /** After how many output pixels the phases begin again. */
    private int period() {
        int period = 1;
        while (period < m && step.times(period) != Math.rint(step.times(period))) {
            period++;
        }
        return period;
    }

    /** The first pixel an output pixel is made of, as if both maps went on beyond their borders. */
    public long firstPlace(long output) {
        return (long) Math.floor(unboundedPlace(output)) - (isBetween(output) ? taps() / 2 - 1 : 0);
    }

    /** The last pixel an output pixel is made of, as if both maps went on beyond their borders. */
    public long lastPlace(long output) {
        return (long) Math.floor(unboundedPlace(output)) + (isBetween(output) ? taps() / 2 : 0);
    }

    private boolean isBetween(long output) {
        double place = unboundedPlace(output);
        return interpolation != Interpolation.NEAREST && place != Math.floor(place);
    }

    private double unboundedPlace(long output) {
        if (isLinear() && n == m) {
            return (double) output;
        }
        return place((double) output)
                + (interpolation == Interpolation.NEAREST && coordinates == Coordinates.HALF_PIXEL ? 0.5 : 0);
    }

    private int nearest(int output) {
        float sigma = (float) step.times(1);
        float place = coordinates == Coordinates.ASYMMETRIC
                ? output * sigma
                : (float) (Math.max(sigma * (output + 0.5f) - 0.5f, 0) + 0.5);
        return Math.min((int) place, n - 1);
    }

    /** Maps of equal size are copied, whatever the factor was. */
    private double linearPlace(int output) {
        return n == m ? output : Math.max(place(output), 0);
    }

    private double place(double output) {
        return switch (coordinates) {
            case ASYMMETRIC -> step.times(output);
            case HALF_PIXEL -> step.times(output + 0.5) - 0.5;
            case ALIGN_CORNERS -> m == 1 ? 0 : output * (n - 1) / (m - 1);
        };
    }

    private static int floor(double place) {
        return (int) Math.floor(place);
    }

    private static double linear(double place, int tap) {
        double beyond = place - Math.floor(place);
        return tap == 0 ? 1 - beyond : beyond;
    }

    private static double cubic(double place, int tap) {
        double beyond = place - Math.floor(place);
        return switch (tap) {
            case 0 -> far(1 + beyond);
            case 1 -> near(beyond);
            case 2 -> near(1 - beyond);
            default -> far(2 - beyond);
        };
    }

    /** The kernel at a distance of up to 1. */
    private static double near(double distance) {
        return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
    }

    /** The kernel at a distance between 1 and 2. */
    private static double far(double distance) {
        return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
    }
}
