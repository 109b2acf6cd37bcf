package org.convlayers.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkInput;
import org.convlayers.shape.FeatureShape;

/**
 * An .onnx file and an input whose computation is timed.
 *
 * @param path the file
 * @param size the shape of the input as text
 */
record NetworkFile(Path path, String size) {
    private static final String USUAL_SIZE = "512x512";

    /**
     * The files that an argument names.
     *
     * @param argument a file, or a folder whose .onnx files are meant; then, if it is not to be the usual size, {@code @}
     *     and the size of the input
     */
    static List<NetworkFile> of(String argument) throws IOException {
        int at = argument.lastIndexOf('@');
        Path path = Path.of(at < 0 ? argument : argument.substring(0, at));
        String size = at < 0 ? USUAL_SIZE : argument.substring(at + 1);
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .map(file -> new NetworkFile(file, size))
                    .toList();
        }
    }

    /** The name of the file, or of the folder in which it is the model. */
    String name() {
        Path named = path.endsWith("model.onnx") ? path.toAbsolutePath().getParent() : path;
        return NetworkInput.shortName(named.toString());
    }

    FeatureShape input() throws IOException {
        return InputSize.parse(size, NetworkInput.open(path.toString()));
    }
}
