package org.convlayers.io.onnx;

import org.convlayers.io.DamagedFileException;

/** Bounds what is computed before a network runs: a damaged file may ask for anything. */
final class ValueBudget {
    /** So many values may come of a file that holds none. */
    private static final long FREE_VALUES = 1L << 21;

    /** How often each value of the file may be used. */
    private static final long USES = 8;

    private final long allowed;
    private long left;

    /**
     * Allows as much as a file of this size may need.
     *
     * @param bytes the size of the file and of its external data
     */
    ValueBudget(long bytes) {
        allowed = FREE_VALUES + USES * bytes;
        left = allowed;
    }

    /** Counts values before they are made. */
    void spend(long values, NodeContext node) throws DamagedFileException {
        if (values > left) {
            throw node.fault("more than the " + allowed
                    + " values would be computed before the network runs that a file of this size should need");
        }
        left -= values;
    }
}
