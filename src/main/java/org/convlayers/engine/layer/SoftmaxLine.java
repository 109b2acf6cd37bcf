package org.convlayers.engine.layer;

/**
 * What all values of a softmax have in common.
 *
 * @param largest the largest value
 * @param sum the sum of e^(x - largest)
 */
record SoftmaxLine(float largest, double sum) {
    /** Of two exponentials in double precision, to sum and to divide. */
    static final double NANOS_PER_VALUE = 20;

    /** e^(value - largest) / sum, or its logarithm. */
    float apply(float value, boolean logarithm) {
        double above = (double) value - largest;
        return (float) (logarithm ? above - Math.log(sum) : Math.exp(above) / sum);
    }
}
