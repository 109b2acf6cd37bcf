package org.convlayers.engine;

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
}
