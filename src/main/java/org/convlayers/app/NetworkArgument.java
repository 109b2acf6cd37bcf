package org.convlayers.app;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;

/** The {@code network} key: layer text, or the path of a file with layer text. */
public final class NetworkArgument {
    private final String value;

    /**
     * Takes what the user gave.
     *
     * @param value text or path
     */
    public NetworkArgument(String value) {
        this.value = value;
    }

    /**
     * The network.
     *
     * @throws IllegalArgumentException if the text is not a network; the message names the place, and the file if it is one
     * @throws IOException if the file cannot be read
     */
    public Network read() throws IOException {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            requireNoPath();
            return NetworkText.parse(value);
        }
        try {
            return NetworkText.parse(Files.readString(file.get()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(value + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new DamagedFileException(value, "this is not a text in UTF-8");
        } catch (IOException e) {
            throw DamagedFileException.because(file.get(), e);
        }
    }

    /** Layers have parentheses; what has none was meant as a file. */
    private void requireNoPath() throws DamagedFileException {
        if (value.indexOf('(') < 0) {
            throw new DamagedFileException(
                    value, "there is no such file, and layers are written with parentheses, as ReLU()");
        }
    }

    /** The file, if the value is the path of one. */
    public Optional<Path> file() {
        try {
            Path path = Path.of(value);
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
