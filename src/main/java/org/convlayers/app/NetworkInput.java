package org.convlayers.app;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ModelCard;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;

/**
 * The {@code network} key: layer text, the path of an .onnx file or of a file with layer text, a folder with a {@code
 * model.json}, or {@code example:NAME}.
 */
public final class NetworkInput {
    /** Layers with arguments have parentheses. */
    private static final Pattern LIKE_A_PATH = Pattern.compile("[^(\\v]*[./\\\\][^(\\v]*");

    private NetworkInput() {}

    /** Networks that are part of this software, as values of the key. */
    public static List<String> examples() {
        return FolderModel.EXAMPLES.stream()
                .map(name -> FolderModel.EXAMPLE + name)
                .toList();
    }

    /**
     * Reads a network.
     *
     * @param value layer text, a path, or the name of an example
     * @throws IllegalArgumentException if the text is not a network; the message names the place, and the file if it is one
     * @throws IOException if the file cannot be read
     */
    public static NetworkModel open(String value) throws IOException {
        if (value.startsWith(FolderModel.EXAMPLE)) {
            return FolderModel.example(value);
        }
        Optional<Path> folder = folder(value);
        if (folder.isPresent()) {
            return FolderModel.read(folder.get(), value);
        }
        Optional<Path> file = path(value).filter(Files::isRegularFile);
        return file.isPresent() ? read(file.get(), value) : new LayerModel(parse(value), List.of());
    }

    /**
     * Reads the network of a file.
     *
     * @param value the file as the user named it
     */
    static NetworkModel read(Path file, String value) throws IOException {
        if (value.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            return OnnxNetworkModel.read(file, value);
        }
        try {
            return new LayerModel(NetworkText.parse(Files.readString(file)), List.of(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(value + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new DamagedFileException(
                    value, "this is no network: neither an .onnx file nor layers as text (in UTF-8)");
        } catch (IOException e) {
            throw DamagedFileException.because(file, e);
        }
    }

    private static Network parse(String value) throws DamagedFileException {
        try {
            return NetworkText.parse(value);
        } catch (IllegalArgumentException e) {
            if (LIKE_A_PATH.matcher(value).matches()) {
                throw new DamagedFileException(value, "there is no such file");
            }
            throw e;
        }
    }

    /** Whether a value names a file or a folder that is there. */
    public static boolean isFile(String value) {
        return path(value).filter(Files::exists).isPresent();
    }

    /**
     * A name for results of a network: that of its file without the ending, of its folder or of the example, else {@code
     * network}.
     *
     * @param value layer text, a path, or the name of an example
     */
    public static String shortName(String value) {
        if (value.startsWith(FolderModel.EXAMPLE)) {
            return value.substring(FolderModel.EXAMPLE.length()).strip();
        }
        return folder(value)
                .map(path -> path.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .or(() -> path(value)
                        .filter(Files::isRegularFile)
                        .map(path -> path.getFileName().toString().replaceFirst("\\.[^.]*$", "")))
                .orElse("network");
    }

    /** A folder, or that of the card that the user named. */
    private static Optional<Path> folder(String value) {
        Optional<Path> path = path(value);
        return path.filter(file -> file.endsWith(ModelCard.FILE) && Files.isRegularFile(file))
                .map(file -> file.toAbsolutePath().getParent())
                .or(() -> path.filter(Files::isDirectory));
    }

    private static Optional<Path> path(String value) {
        try {
            return value.isBlank() ? Optional.empty() : Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
