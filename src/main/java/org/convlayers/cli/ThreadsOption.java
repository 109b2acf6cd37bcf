package org.convlayers.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --threads}. */
final class ThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: all of the machine).")
    private Optional<Integer> threads;

    /**
     * The number of threads.
     *
     * @throws IllegalArgumentException if it is not possible
     */
    int number() {
        int number = threads.orElse(Runtime.getRuntime().availableProcessors());
        if (number < 1) {
            throw new IllegalArgumentException("--threads " + number + " is not possible; at least 1 is needed");
        }
        return number;
    }
}
