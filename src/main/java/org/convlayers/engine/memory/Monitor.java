package org.convlayers.engine.memory;

/** Who watches over a run: is told how far it is and may cancel it. */
public interface Monitor {
    /** Watches nothing and never cancels. */
    Monitor NONE = new Monitor() {};

    /** Whether the run is to stop; asked every few milliseconds or more often, by several threads at once. */
    default boolean isCancelled() {
        return false;
    }

    /** Which share of the work is done, from 0 to 1; told by any thread, but by one at a time. */
    default void progress(double done) {}

    /**
     * How long a thread was busy with a layer in a tile; told by several threads at once.
     *
     * @param node the place of the layer among the network's nodes; of fused layers, of the first one
     * @param nanos in nanoseconds
     */
    default void computed(int node, long nanos) {}
}
