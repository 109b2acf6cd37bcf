package org.convlayers.io.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.FolderFiles;

/** Numbers that a model keeps in other files, which must lie in its own folder. */
final class ExternalData {
    private final Path model;
    private long bytesRead;

    ExternalData(Path model) {
        this.model = model;
    }

    /**
     * Reads the numbers of a tensor.
     *
     * @param tensor for messages
     * @param location what the model says: {@code location}, and perhaps {@code offset} and {@code length}
     * @param bytes how many are needed
     * @throws DamagedFileException if the file does not lie in the model's folder, or has not so many bytes there
     */
    ByteBuffer read(String tensor, Map<String, String> location, long bytes) throws DamagedFileException {
        Path file = inFolder(tensor, location.getOrDefault("location", ""));
        long offset = number("offset", tensor, location.getOrDefault("offset", "0"));
        long length = location.containsKey("length") ? number("length", tensor, location.get("length")) : bytes;
        if (length != bytes) {
            throw fault(tensor + " needs " + bytes + " bytes, but has " + length + " in '" + shown(file) + "'");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (offset > channel.size() || bytes > channel.size() - offset || bytes > Integer.MAX_VALUE - 8) {
                throw fault(tensor + " needs " + bytes + " bytes from byte " + offset + " of '" + shown(file)
                        + "', which has " + channel.size());
            }
            ByteBuffer data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (data.hasRemaining()) {
                if (channel.read(data, offset + data.position()) < 0) {
                    throw fault("'" + shown(file) + "' ends too early");
                }
            }
            bytesRead += bytes;
            return data.flip();
        } catch (IOException e) {
            throw DamagedFileException.because(model, e);
        }
    }

    /** How much was read in all. */
    long bytesRead() {
        return bytesRead;
    }

    /** A path of plain names below the model's folder, none of which is a link to elsewhere. */
    private Path inFolder(String tensor, String location) throws DamagedFileException {
        Path file = FolderFiles.resolve(model.toAbsolutePath().getParent(), location)
                .orElseThrow(() -> outside(tensor, location));
        if (!FolderFiles.isThere(file)) {
            throw fault("the numbers of " + tensor + " should be in '" + Node.shorten(location)
                    + "' beside the model, but there is no such file");
        }
        return file;
    }

    private DamagedFileException outside(String tensor, String location) {
        return fault("the numbers of " + tensor + " are said to be in '" + Node.shorten(location)
                + "'; only files in the model's own folder are read, and no links");
    }

    private long number(String what, String tensor, String text) throws DamagedFileException {
        if (!text.matches("[0-9]{1,18}")) {
            throw fault("the " + what + " of " + tensor + " in its file is '" + Node.shorten(text)
                    + "'; it has to be a number of bytes");
        }
        return Long.parseLong(text);
    }

    private static String shown(Path file) {
        return String.valueOf(file.getFileName());
    }

    private DamagedFileException fault(String what) {
        return new DamagedFileException(model.toString(), what);
    }
}
