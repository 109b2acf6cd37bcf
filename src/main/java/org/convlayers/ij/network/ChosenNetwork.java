package org.convlayers.ij.network;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.FilledOutputs;
import org.convlayers.app.History;
import org.convlayers.app.InputScaling;
import org.convlayers.app.InputSize;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.Histories;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.option.Keys;
import org.convlayers.ij.option.LayerOptions;
import org.convlayers.ij.option.OptionException;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.convlayers.io.ModelCard;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;

/**
 * The network that the keys {@code network}, {@code weights}, {@code seed} and {@code size} name; without {@code network} the
 * one that the active image was computed with.
 *
 * @param outputs the network with its weights
 * @param input what is done with the values of an image before
 * @param card what is said of it
 * @param files what it was read from
 */
record ChosenNetwork(FilledOutputs outputs, InputScaling input, ModelCard card, List<Path> files) {
    /** The keys. */
    static final List<OptionKey> KEYS =
            List.of(Keys.NETWORK_OR_EXAMPLE, Keys.WEIGHTS.withDefault("kaiming"), Keys.SEED, Keys.SIZE);

    ChosenNetwork {
        files = List.copyOf(files);
    }

    /**
     * Finds it.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if there is none, or weights do not fit
     */
    static ChosenNetwork of(Options options) throws IOException {
        LayerOptions read = new LayerOptions(options);
        WeightSource source = read.weights();
        List<Path> files = new ArrayList<>();
        if (source instanceof WeightSource.File file) {
            files.add(Path.of(file.path()));
        }
        if (options.text(Keys.NETWORK).isEmpty()) {
            AppliedWeights applied = ofActiveImage(source, read.seed());
            return new ChosenNetwork(
                    FilledOutputs.of(applied.filled()), applied.input(), new ModelCard(Map.of()), files);
        }
        NetworkModel model = NetworkInput.open(options.text(Keys.NETWORK));
        files.addAll(model.files());
        FilledOutputs outputs = model.filled(size(options, model), source, new ImageWeights(), read.seed());
        return new ChosenNetwork(outputs, model.input(), model.card(), files);
    }

    private static Optional<FeatureShape> size(Options options, NetworkModel model) {
        if (!options.text(Keys.SIZE).equalsIgnoreCase(OptionKey.AUTO)) {
            return Optional.of(options.read(Keys.SIZE, text -> InputSize.parse(text, model)));
        }
        if (!model.dependsOnSize()) {
            return Optional.empty();
        }
        if (WindowManager.getCurrentImage() == null) {
            throw new OptionException(
                    "size is missing: the layers of an .onnx network follow from the size of its input,"
                            + " and no image is open; give one, for example size=512x512");
        }
        return Optional.of(SourceImage.of(OpenImages.active())
                .layout(model.rank().orElseThrow())
                .shape());
    }

    private static AppliedWeights ofActiveImage(WeightSource source, long seed) throws IOException {
        ImagePlus image = WindowManager.getCurrentImage();
        if (image == null) {
            throw new OptionException(
                    "network is missing: give layers, for example network=[Conv2d(3, 8, 3)], or a file,"
                            + " or make a result of ConvLayers the active image");
        }
        Optional<AppliedWeights> kept = AppliedWeights.of(image);
        if (kept.isPresent()) {
            return kept.get();
        }
        History history = Histories.of(image)
                .orElseThrow(
                        () -> new OptionException(
                                "'" + image.getTitle()
                                        + "' is no result of ConvLayers; give layers, for example network=[Conv2d(3, 8, 3)], or a file"));
        FilledNetwork filled =
                FilledNetwork.fill(NetworkText.parse(history.network()), source, new ImageWeights(), seed);
        if (!filled.weights().sha256().equals(history.weights())) {
            throw new OptionException("'" + image.getTitle()
                    + "' does not hold the weights it was computed with, as copies and files do not; weights=" + source
                    + " are others; give those that it was computed with");
        }
        return new AppliedWeights(filled, InputScaling.parse(history.input()));
    }
}
