package org.convlayers.cli;

import java.io.IOException;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import picocli.CommandLine.Option;

/** The option {@code --network}. */
final class NetworkOption {
    /** What {@code --network} takes. */
    static final String LAYERS =
            "The layers as PyTorch prints them, one a line or separated by ';', a file of them, an .onnx file, a folder"
                    + " with a model.json, or example:NAME.";

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
    NetworkModel open() throws IOException {
        return NetworkInput.open(value);
    }
}
