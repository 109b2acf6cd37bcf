package org.convlayers.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.UUID;

/**
 * A file that appears whole or not at all.
 *
 * <p>It is written under a temporary name in the folder of its target and renamed by {@link #commit()}; closed before, or
 * left behind by a program that is ended, it is removed.
 *
 * <pre>{@code
 * try (OutputFile file = OutputFile.create(target, List.of(input))) {
 *     file.channel().write(bytes);
 *     file.commit();
 * }
 * }</pre>
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    private OutputFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Opens a temporary file beside the target.
     *
     * @param target where the file shall appear; another file of that name is replaced then
     * @param inputs files that must not be replaced
     * @throws IllegalArgumentException if the target is one of the inputs, under whatever name
     * @throws IOException if no file can be made there
     */
    public static OutputFile create(Path target, Collection<Path> inputs) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        requireWritable(target, absolute);
        for (Path input : inputs) {
            if (isSame(absolute, input)) {
                throw new IllegalArgumentException(
                        "the output '" + target + "' is the input '" + input + "'; choose another name");
            }
        }
        String name = "." + absolute.getFileName() + "." + UUID.randomUUID() + ".part";
        Path temporary = absolute.resolveSibling(name);
        FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // For a program that is ended in the middle; renamed or removed in time, nothing of this name is left to
        // delete.
        temporary.toFile().deleteOnExit();
        return new OutputFile(absolute, temporary, channel);
    }

    private static void requireWritable(Path target, Path absolute) throws IOException {
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new FileSystemException("'" + target + "' is a folder, not a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException("there is no folder '" + folder + "' to write '" + target + "' to");
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            throw new FileSystemException("'" + target + "' is not a regular file and cannot be replaced");
        }
        if (!Files.isWritable(folder)) {
            throw new FileSystemException("no permission to write to the folder '" + folder + "'");
        }
    }

    private static boolean isSame(Path target, Path input) throws IOException {
        return Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input);
    }

    /** The bytes of the file; several threads may write to it at given positions. */
    public FileChannel channel() {
        return channel;
    }

    /** Where the file shall appear. */
    public Path target() {
        return target;
    }

    /**
     * Ends writing and gives the file its name, in one step.
     *
     * @throws IOException if it cannot be renamed; then it is removed by {@link #close()}
     */
    public void commit() throws IOException {
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
