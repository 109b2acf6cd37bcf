package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.io.ModelCard;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;

/**
 * What the {@code network} key names, read: layers whose parameters come from elsewhere, or a file that brings its own and
 * becomes layers for inputs of a known shape.
 *
 * <pre>{@code
 * NetworkModel model = NetworkInput.open("model.onnx");
 * FeatureShape input = InputSize.parse("512x512", model);
 * Network layers = model.outputs(input).layers();
 * }</pre>
 */
public sealed interface NetworkModel permits FolderModel, LayerModel, OnnxNetworkModel {
    /** The number of spatial axes; empty if it takes any. */
    OptionalInt rank();

    /** The number of channels that it takes; empty if it does not say. */
    OptionalInt inputChannels();

    /**
     * The layers of all outputs, for inputs of a shape.
     *
     * @throws org.convlayers.shape.ShapeException if the network is made for others; layers of text are not looked at
     * @throws IOException if a file asks for something that is not supported
     */
    NetworkOutputs outputs(FeatureShape input) throws IOException;

    /**
     * The network with its parameters.
     *
     * @param source where the parameters of layers of text come from
     * @param files how files and images are reached
     * @param seed for what is drawn at random
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if network and parameters do not fit
     */
    Filled fill(WeightSource source, WeightFiles files, long seed) throws IOException;

    /** What is said of it: name, licence, citation; nothing if it is not shared as a folder. */
    default ModelCard card() {
        return new ModelCard(Map.of());
    }

    /** Whether the layers depend on the shape of the input. */
    boolean dependsOnSize();

    /**
     * The layers of all outputs with their parameters, for inputs of a shape.
     *
     * @param input the shape; needed only if the layers {@linkplain #dependsOnSize depend on it}, or have to be fitted to it
     * @param source where the parameters of layers of text come from
     * @param files how files and images are reached
     * @param seed for what is drawn at random
     * @throws IOException if a file cannot be read, or asks for something that is not supported
     * @throws IllegalArgumentException if network and parameters do not fit
     */
    FilledOutputs filled(Optional<FeatureShape> input, WeightSource source, WeightFiles files, long seed)
            throws IOException;

    /** A network with its parameters, which an image only has to make definite. */
    @FunctionalInterface
    interface Filled {
        /**
         * The network for an image.
         *
         * @throws IOException if the network asks for something that is not supported
         * @throws IllegalArgumentException if it does not take the image
         */
        AppliedNetwork on(ImageSource image) throws IOException;
    }

    /** What is done with the values of an image before the network takes them, unless the user asks for something else. */
    default InputScaling input() {
        return InputScaling.AS_IS;
    }

    /** The files it comes from. */
    List<Path> files();
}
