package org.convlayers.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --threads}. */
final class ThreadsOption {
    /** More than machines have; each takes memory of its own. */
    private static final int MAX = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: all of the machine).")
    private Optional<Integer> threads;

    /** Whether the option was given. */
    boolean isGiven() {
        return threads.isPresent();
    }

    /**
     * The number of threads.
     *
     * @throws IllegalArgumentException if it is not possible
     */
    int number() {
        int number = threads.orElse(Math.min(Runtime.getRuntime().availableProcessors(), MAX));
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("--threads " + number + " is not possible; allowed are 1 to " + MAX);
        }
        return number;
    }
}
