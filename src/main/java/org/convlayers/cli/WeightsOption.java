package org.convlayers.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.convlayers.app.FilledOutputs;
import org.convlayers.app.NetworkModel;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.WeightSource;
import picocli.CommandLine.Option;

/** The options {@code --weights} and {@code --seed}. */
final class WeightsOption {
    @Option(
            names = "--weights",
            paramLabel = "WEIGHTS",
            defaultValue = "kaiming",
            description = "kaiming (as PyTorch initialises), digits (whole numbers at random), a bank such as sobel or"
                    + " gaussian(1.5), kernels such as '1 0; 2 1 | 0 1; 1 2', or a file: .npy, .npz, .safetensors"
                    + " (#prefix names tensors in it), .txt (default: ${DEFAULT-VALUE}).")
    private String text;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "For kaiming and digits: the same seed gives the same weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    /**
     * A network with these weights.
     *
     * @throws IllegalArgumentException if the text is not a source of weights, or they do not fit the network
     * @throws IOException if their file cannot be read
     */
    NetworkModel.Filled fill(NetworkModel model) throws IOException {
        return model.fill(source(), TensorFiles::read, seed);
    }

    /**
     * A network with these weights, for inputs of a shape.
     *
     * @throws IllegalArgumentException if the text is not a source of weights, or they do not fit the network
     * @throws IOException if their file cannot be read
     */
    FilledOutputs fill(NetworkModel model, Optional<FeatureShape> input) throws IOException {
        return model.filled(input, source(), TensorFiles::read, seed);
    }

    /** The file they are read from, if they are. */
    List<Path> files() {
        return source() instanceof WeightSource.File file ? List.of(Path.of(file.path())) : List.of();
    }

    /** A folder is only looked for where the text is nothing else: a bank may be called as one. */
    private WeightSource source() {
        try {
            return WeightSource.parse(text);
        } catch (IllegalArgumentException e) {
            if (new File(text).isDirectory()) {
                throw new IllegalArgumentException(
                        "weights=" + text + " is a folder; give a file in it: .npy, .npz, .safetensors or .txt", e);
            }
            throw e;
        }
    }
}
