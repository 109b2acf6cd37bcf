package org.convlayers.engine.convolution;

import org.convlayers.engine.kernel.PackedWeights;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.engine.layer.WindowAxis;

/**
 * How the taps of a filter along x are put in groups: every group sums its products with the row shifted by 0, 1, … taps,
 * and then its sums are shifted as a whole. So a row of k taps is copied about 2 sqrt(k) times instead of k times, and the
 * groups, which look at the same copies, together fill a microkernel.
 *
 * <p>The last group may overlap the one before, and has no weights there: none looks beyond the filter's taps.
 *
 * @param taps the number of taps
 * @param size the number of taps of a group
 * @param dilation the distance of neighbouring taps in pixels
 */
record TapGroups(int taps, int size, int dilation) {
    /** A strip is copied, or shifted and added, in about the time of so many strips' products. */
    private static final double PRODUCTS_PER_COPY = 5;

    private static final double PRODUCTS_PER_ADDITION = 8;

    /** At least so many lanes of a strip are used. */
    private static final int MIN_LANES = 128;

    /** The groups that cost least for rows to which a number of filters are applied. */
    static TapGroups cheapest(WindowAxis axis, int filters) {
        TapGroups best = new TapGroups(axis.kernel(), axis.kernel(), axis.dilation());
        for (int size = 1; size < axis.kernel(); size++) {
            TapGroups next = new TapGroups(axis.kernel(), size, axis.dilation());
            if (next.reach() <= Strip.LENGTH - MIN_LANES && next.costPerLane(filters) < best.costPerLane(filters)) {
                best = next;
            }
        }
        return best;
    }

    private double costPerLane(int filters) {
        return products(filters) / (Strip.LENGTH - reach());
    }

    /** How long it takes to apply a number of filters to a row, in products of a weight and a strip. */
    double products(int filters) {
        return size * PRODUCTS_PER_COPY
                + PackedWeights.cost(count() * filters, size)
                + filters * (count() - 1) * PRODUCTS_PER_ADDITION;
    }

    /** The number of groups. */
    int count() {
        return (taps + size - 1) / size;
    }

    /** The first tap of a group. */
    int firstTap(int group) {
        return Math.min(group * size, taps - size);
    }

    /** By how many lanes the sums of a group are shifted. */
    int shift(int group) {
        return firstTap(group) * dilation;
    }

    /** How many lanes beyond the pixels of a row the groups sum products in. */
    int reach() {
        return shift(count() - 1);
    }

    /** The weights of a group, of those of all taps: those that no group before has, and zeros. */
    float[] weights(int group, float[] all) {
        float[] weights = new float[size];
        for (int tap = group * size; tap < Math.min(taps, (group + 1) * size); tap++) {
            weights[tap - firstTap(group)] = all[tap];
        }
        return weights;
    }
}
