package org.convlayers.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.app.NetworkInput;
import org.convlayers.layer.Network;
import picocli.CommandLine.Option;

/** The option {@code --network}. */
final class NetworkOption {
    /** What {@code --network} takes. */
    static final String LAYERS =
            "The layers as PyTorch prints them, one a line or separated by ';', or a file of them.";

    /** What {@code --size} means. */
    static final String SIZE = "Channels and size of the input in pixels; C only where no layer tells it, D in 3-D.";

    @Option(names = "--network", required = true, paramLabel = "TEXT|FILE", description = LAYERS)
    private String value;

    /**
     * The network.
     *
     * @throws IllegalArgumentException if the text is not a network; the message names the place, and the file if it is one
     * @throws IOException if the file cannot be read
     */
    Network network() throws IOException {
        return NetworkInput.read(value);
    }

    /** The file it is read from, if it is. */
    List<Path> files() {
        return NetworkInput.file(value).stream().toList();
    }
}
