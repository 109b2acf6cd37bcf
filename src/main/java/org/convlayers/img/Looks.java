package org.convlayers.img;

import org.convlayers.engine.memory.Scratch;

/** Asks every few thousand values whether to go on: to ask at each would take longer than to compute it. */
final class Looks {
    private static final int VALUES = 1 << 14;

    private final Scratch scratch;
    private int values;

    /**
     * None yet.
     *
     * @param scratch knows whether the computation is cancelled
     */
    Looks(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Called for each value that is looked at or written, and maybe asks.
     *
     * @throws java.util.concurrent.CancellationException if the computation is cancelled
     */
    void atValue() {
        values++;
        if (values == VALUES) {
            values = 0;
            scratch.checkCancelled();
        }
    }
}
