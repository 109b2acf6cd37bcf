package org.convlayers.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Several files of one piece of work: when all are written they get their names, and until then there are none.
 *
 * <pre>{@code
 * try (OutputFiles files = new OutputFiles(List.of(input))) {
 *     OutputFile picture = files.create(png);
 *     OutputFile mask = files.create(npy);
 *     // ... write both ...
 *     files.commit();
 * }
 * }</pre>
 */
public final class OutputFiles implements AutoCloseable {
    private final List<Path> inputs;
    private final List<Path> targets = new ArrayList<>();
    private final List<OutputFile> files = new ArrayList<>();

    /**
     * No file yet.
     *
     * @param inputs files that must not be replaced
     */
    public OutputFiles(Collection<Path> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Opens one more file, as {@link OutputFile#create} does.
     *
     * @return closed and committed together with the others
     * @throws IllegalArgumentException if it is one of the inputs or of the other outputs
     * @throws IOException if no file can be made there
     */
    public OutputFile create(Path target) throws IOException {
        OutputFile file = OutputFile.create(target, inputs);
        files.add(file);
        for (int i = 0; i < targets.size(); i++) {
            if (files.get(i).hasTargetOf(file)) {
                throw new IllegalArgumentException(
                        "the outputs '" + targets.get(i) + "' and '" + target + "' are one file; choose another name");
            }
        }
        targets.add(target);
        return file;
    }

    /**
     * Gives all files their names.
     *
     * @throws IOException if one cannot be renamed; those after it are removed by {@link #close()}
     */
    public void commit() throws IOException {
        for (OutputFile file : files) {
            file.commit();
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        for (OutputFile file : files) {
            file.close();
        }
    }
}
