package org.convlayers.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.convlayers.engine.memory.Monitor;

/** Says from time to time how far long work is. */
final class ProgressLines implements Monitor {
    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final PrintWriter err;
    private long last = System.nanoTime();

    ProgressLines(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void progress(double done) {
        long now = System.nanoTime();
        if (now - last > INTERVAL_NANOS) {
            err.println(String.format(Locale.ROOT, "%.0f %% done", 100 * done));
            last = now;
        }
    }
}
