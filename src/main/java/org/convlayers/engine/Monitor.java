package org.convlayers.engine;

/** Who watches over a run: is told how far it is and may cancel it. Called by one thread at a time. */
public interface Monitor {
    /** Watches nothing and never cancels. */
    Monitor NONE = new Monitor() {};

    /** Whether the run is to stop; polled often, from any thread. */
    default boolean isCancelled() {
        return false;
    }

    /** Which share of the work is done, from 0 to 1. */
    default void progress(double done) {}
}
