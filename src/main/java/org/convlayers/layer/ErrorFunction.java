package org.convlayers.layer;

/**
 * The error function erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x, and its complement erfc(x) = 1 - erf(x).
 *
 * <p>Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
 * Computation 23 (1969), 631-637. The relative error is below 1e-14 for x < 9 and below 1e-13 as long as the result is a
 * normal number: what is left of 1 + erf(x) far below zero does not drown in cancellation.
 */
final class ErrorFunction {
    /** Up to here erf is approximated, beyond it erfc. */
    private static final double SMALL = 0.46875;

    private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;

    private ErrorFunction() {}

    /** erf(x); its relative error is that of erfc. */
    static double erf(double x) {
        return Math.abs(x) <= SMALL ? x * erfOverX(x * x) : 1 - erfc(x);
    }

    /** erfc(x). */
    static double erfc(double x) {
        double magnitude = Math.abs(x);
        if (magnitude <= SMALL) {
            return 1 - x * erfOverX(x * x);
        }
        double scaled = magnitude <= 4 ? scaledErfc(magnitude) : scaledErfcOfLarge(magnitude);
        double tail = Math.exp(-magnitude * magnitude) * scaled;
        return x < 0 ? 2 - tail : tail;
    }

    /** erf(x)/x for |x| up to 0.46875, given s = x^2. */
    private static double erfOverX(double s) {
        double numerator = 0.18577770618460315;
        numerator = numerator * s + 3.1611237438705655;
        numerator = numerator * s + 113.86415415105016;
        numerator = numerator * s + 377.485237685302;
        numerator = numerator * s + 3209.3775891384694;
        double denominator = s + 23.601290952344122;
        denominator = denominator * s + 244.02463793444417;
        denominator = denominator * s + 1282.6165260773723;
        denominator = denominator * s + 2844.236833439171;
        return numerator / denominator;
    }

    /** erfc(x) e^(x^2) for x from 0.46875 to 4. */
    private static double scaledErfc(double x) {
        double numerator = 2.1531153547440383e-08;
        numerator = numerator * x + 0.5641884969886701;
        numerator = numerator * x + 8.883149794388377;
        numerator = numerator * x + 66.11919063714163;
        numerator = numerator * x + 298.6351381974001;
        numerator = numerator * x + 881.952221241769;
        numerator = numerator * x + 1712.0476126340707;
        numerator = numerator * x + 2051.0783778260716;
        numerator = numerator * x + 1230.3393547979972;
        double denominator = x + 15.744926110709835;
        denominator = denominator * x + 117.6939508913125;
        denominator = denominator * x + 537.1811018620099;
        denominator = denominator * x + 1621.3895745666903;
        denominator = denominator * x + 3290.7992357334597;
        denominator = denominator * x + 4362.619090143247;
        denominator = denominator * x + 3439.3676741437216;
        denominator = denominator * x + 1230.3393548037495;
        return numerator / denominator;
    }

    /** erfc(x) e^(x^2) for x above 4. */
    private static double scaledErfcOfLarge(double x) {
        double s = 1 / (x * x);
        double numerator = 0.016315387137302097;
        numerator = numerator * s + 0.30532663496123236;
        numerator = numerator * s + 0.36034489994980445;
        numerator = numerator * s + 0.12578172611122926;
        numerator = numerator * s + 0.016083785148742275;
        numerator = numerator * s + 0.0006587491615298378;
        double denominator = s + 2.568520192289822;
        denominator = denominator * s + 1.8729528499234673;
        denominator = denominator * s + 0.5279051029514285;
        denominator = denominator * s + 0.06051834131244132;
        denominator = denominator * s + 0.0023352049762686918;
        return (ONE_OVER_SQRT_PI - s * numerator / denominator) / x;
    }
}
