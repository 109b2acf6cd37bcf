package org.convlayers.engine.convolution;

import java.util.Arrays;
import org.convlayers.engine.kernel.StripSums;

/**
 * How sums of very many products stay accurate. Each addition rounds the sum so far: where all products have one sign, a
 * chain of n of them loses about n 1.1e-8 of the sum. Longer sums are therefore made of chains that begin at 0 and are added
 * to a total. Where chains end follows from the number of products alone, so that sums are the same for all tilings.
 */
final class SumChains {
    /** So many products are summed in one chain: less than a hundred-thousandth is lost. */
    private static final int MAX_PRODUCTS = 800;

    /** About so many products are in a chain where there are several: adding them to totals takes some 2 % of the time. */
    private static final int PRODUCTS = 396;

    private SumChains() {}

    /** Whether sums of so many products are made of several chains. */
    static boolean areSeveral(int products) {
        return products > MAX_PRODUCTS;
    }

    /**
     * Whether a chain ends between the first {@code from} and the first {@code to} products, whose products are added
     * together.
     */
    static boolean endsBetween(int from, int to) {
        return from / PRODUCTS != to / PRODUCTS;
    }

    /** Begins totals. */
    static void begin(float[][] totals, int from, int to) {
        for (int i = from; i < to; i++) {
            Arrays.fill(totals[i], 0);
        }
    }

    /** Ends a chain: adds sums to their totals, and begins them anew at 0. */
    static void end(float[][] sums, float[][] totals, int from, int to) {
        for (int i = from; i < to; i++) {
            StripSums.move(sums[i], totals[i]);
        }
    }

    /** Ends the last chain: the sums are those of all products then. */
    static void finish(float[][] sums, float[][] totals, int from, int to) {
        for (int i = from; i < to; i++) {
            StripSums.add(totals[i], sums[i]);
        }
    }
}
