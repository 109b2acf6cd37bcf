package org.convlayers.engine.kernel;

/**
 * How many lanes of strips a product computes. Maps of few pixels, and what is left over of larger ones, do not fill strips:
 * the fewer lanes are computed the better, though the loops of short strips are less efficient.
 */
public enum StripLength {
    /** A quarter of a strip. */
    QUARTER(Strip.LENGTH / 4, 0.39),

    /** Half a strip. */
    HALF(Strip.LENGTH / 2, 0.6),

    /** A whole strip. */
    FULL(Strip.LENGTH, 1);

    private final int lanes;
    private final double cost;

    StripLength(int lanes, double cost) {
        this.lanes = lanes;
        this.cost = cost;
    }

    /** The shortest that has so many lanes, at most those of a strip. */
    public static StripLength covering(int lanes) {
        return lanes <= QUARTER.lanes ? QUARTER : lanes <= HALF.lanes ? HALF : FULL;
    }

    /** The number of lanes. */
    public int lanes() {
        return lanes;
    }

    /** How long a product takes, in those of whole strips; measured on an AMD EPYC with AVX2. */
    public double cost() {
        return cost;
    }

    /** The loops over so many lanes. */
    Loops loops() {
        return Loops.OF_LENGTHS.get(this);
    }
}
