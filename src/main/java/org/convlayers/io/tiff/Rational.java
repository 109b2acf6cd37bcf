package org.convlayers.io.tiff;

/**
 * A positive fraction of two unsigned 32-bit numbers, as TIFF stores a resolution.
 *
 * @param numerator at most 2^32 - 1
 * @param denominator at most 2^32 - 1
 */
record Rational(long numerator, long denominator) {
    private static final long MAX = 0xffff_ffffL;

    /** Whether a value lies in the range of these fractions. */
    static boolean isNear(double value) {
        return value >= 1.0 / MAX && value <= MAX;
    }

    /**
     * The last convergent of the continued fraction of a value that fits. Its relative error is below 2^-32 divided by the
     * smaller of numerator and denominator.
     *
     * @param value of which {@link #isNear} is true
     */
    static Rational near(double value) {
        Rational before = new Rational(1, 0);
        Rational last = new Rational((long) value, 1);
        double rest = value - Math.floor(value);
        while (rest > 0) {
            double whole = Math.floor(1 / rest);
            double numerator = whole * last.numerator + before.numerator;
            double denominator = whole * last.denominator + before.denominator;
            if (numerator > MAX || denominator > MAX) {
                break;
            }
            before = last;
            last = new Rational((long) numerator, (long) denominator);
            rest = 1 / rest - whole;
        }
        return last;
    }
}
