package org.convlayers.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
 *     file.write(bytes, 0);
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
        requirePlace(target, inputs);
        Path absolute = target.toAbsolutePath().normalize();
        String name = "." + absolute.getFileName() + "." + UUID.randomUUID() + ".part";
        Path temporary = absolute.resolveSibling(name);
        FileChannel channel = open(target, temporary);
        // For a program that is ended in the middle; renamed or removed in time, nothing of this name is left to
        // delete.
        temporary.toFile().deleteOnExit();
        return new OutputFile(absolute, temporary, channel);
    }

    /**
     * Checks that a file can appear somewhere, without making one.
     *
     * @param target where the file shall appear
     * @param inputs files that must not be replaced
     * @throws IllegalArgumentException if the target is one of the inputs, under whatever name
     * @throws IOException if no file can be made there
     */
    public static void requirePlace(Path target, Collection<Path> inputs) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        requireWritable(target, absolute);
        for (Path input : inputs) {
            if (isSame(absolute, input)) {
                throw new IllegalArgumentException(
                        "the output '" + target + "' is the input '" + input + "'; choose another name");
            }
        }
    }

    private static FileChannel open(Path target, Path temporary) throws IOException {
        try {
            return FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Exceptions of the system name the temporary file, or none. */
    private static IOException unwritable(Path target, IOException cause) {
        return new IOException("'" + target + "' cannot be written: " + Failure.reason(cause), cause);
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

    /** Whether two names are those of one file that exists. */
    private static boolean isSame(Path target, Path input) throws IOException {
        return Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input);
    }

    /**
     * Writes all of a buffer; several threads may write at once.
     *
     * @param position where in the file the first byte comes
     * @throws IOException naming the file and the reason
     */
    public void write(ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, start + bytes.position());
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** A buffered stream of bytes that {@link #write} writes from the start on; flush it before {@link #commit()}. */
    public OutputStream stream() {
        return new BufferedOutputStream(new OutputStream() {
            private long position;

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] values, int offset, int length) throws IOException {
                OutputFile.this.write(ByteBuffer.wrap(values, offset, length), position);
                position += length;
            }
        });
    }

    /**
     * Checks that there is room, before long work.
     *
     * @param bytes how long the file will be
     * @throws IOException if the disk has less left
     */
    public void requireSpace(long bytes) throws IOException {
        long free = Files.getFileStore(temporary).getUsableSpace();
        if (free < bytes) {
            throw new FileSystemException(
                    "'" + target + "' needs " + bytes + " bytes, but its disk has " + free + " bytes left");
        }
    }

    /** Whether another file would appear in the same place. */
    boolean hasTargetOf(OutputFile other) throws IOException {
        return target.equals(other.target) || isSame(target, other.target);
    }

    /** The length of what was written, up to the last byte. */
    public long size() throws IOException {
        return channel.size();
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
        try {
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
