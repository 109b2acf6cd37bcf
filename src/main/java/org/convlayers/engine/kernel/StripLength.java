package org.convlayers.engine.kernel;

/**
 * How many lanes of strips a product computes. Maps of few pixels, and what is left over of larger ones, do not fill strips:
 * the fewer lanes are computed the better, though the loops of short strips are less efficient.
 */
public enum StripLength {
    /** A quarter of a strip. */
    QUARTER(Strip.LENGTH / 4, 0.38),

    /** Three eighths of a strip. */
    THREE_EIGHTHS(Strip.LENGTH * 3 / 8, 0.43),

    /** Half a strip. */
    HALF(Strip.LENGTH / 2, 0.55),

    /** Five eighths of a strip. */
    FIVE_EIGHTHS(Strip.LENGTH * 5 / 8, 0.65),

    /** Three quarters of a strip. */
    THREE_QUARTERS(Strip.LENGTH * 3 / 4, 0.77),

    /** A whole strip. */
    FULL(Strip.LENGTH, 1);

    private static final StripLength[] ALL = values();

    private final int lanes;
    private final double cost;

    StripLength(int lanes, double cost) {
        this.lanes = lanes;
        this.cost = cost;
    }

    /** The shortest that has so many lanes, at most those of a strip. */
    public static StripLength covering(int lanes) {
        for (StripLength length : ALL) {
            if (lanes <= length.lanes) {
                return length;
            }
        }
        return FULL;
    }

    /** How long a product of any number of lanes takes, in those of whole strips: that of as many as are needed. */
    public static double cost(int lanes) {
        int whole = lanes / Strip.LENGTH;
        int left = lanes % Strip.LENGTH;
        return whole + (left == 0 ? 0 : covering(left).cost);
    }

    /** The number of lanes. */
    public int lanes() {
        return lanes;
    }

    /** Where the lanes end. */
    public int end() {
        return Strip.FIRST + lanes;
    }

    /** How long a product takes, in those of whole strips; measured on an AMD EPYC, between AVX2 and AVX-512. */
    public double cost() {
        return cost;
    }

    /** The loops over so many lanes. */
    Loops loops() {
        return Loops.OF_LENGTHS.computeIfAbsent(this, length -> StripLoops.of(length.lanes));
    }
}
