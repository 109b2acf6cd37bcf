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
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;

/** The {@code network} key: layer text, or the path of an .onnx file or of a file with layer text. */
public final class NetworkInput {
    /** Layers with arguments have parentheses. */
    private static final Pattern LIKE_A_PATH = Pattern.compile("[^(\\v]*[./\\\\][^(\\v]*");

    private NetworkInput() {}

    /**
     * Reads a network.
     *
     * @param value layer text or a path
     * @throws IllegalArgumentException if the text is not a network; the message names the place, and the file if it is one
     * @throws IOException if the file cannot be read
     */
    public static NetworkModel open(String value) throws IOException {
        Optional<Path> file = file(value);
        if (file.isEmpty()) {
            return new LayerModel(parse(value), List.of());
        }
        if (value.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            return OnnxNetworkModel.read(file.get(), value);
        }
        try {
            return new LayerModel(NetworkText.parse(Files.readString(file.get())), List.of(file.get()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(value + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new DamagedFileException(value, "this is not a text in UTF-8");
        } catch (IOException e) {
            throw DamagedFileException.because(file.get(), e);
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

    /** Whether a value names a file that is there. */
    public static boolean isFile(String value) {
        return file(value).isPresent();
    }

    /**
     * A name for results of a network: that of its file without the ending, else {@code network}.
     *
     * @param value layer text or a path
     */
    public static String shortName(String value) {
        return file(value)
                .map(path -> path.getFileName().toString().replaceFirst("\\.[^.]*$", ""))
                .orElse("network");
    }

    private static Optional<Path> file(String value) {
        try {
            return Optional.of(Path.of(value)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
