package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Network;
import org.convlayers.shape.EmptyMapsException;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;

/**
 * Layers as text.
 *
 * @param layers the layers
 * @param files the file of the text, if it is one
 */
record LayerModel(Network layers, List<Path> files) implements NetworkModel {
    LayerModel {
        files = List.copyOf(files);
    }

    @Override
    public OptionalInt rank() {
        return layers.rank();
    }

    @Override
    public OptionalInt inputChannels() {
        return layers.inputChannels();
    }

    @Override
    public NetworkOutputs outputs(FeatureShape input) {
        return NetworkOutputs.of(fitted(input));
    }

    private Network fitted(FeatureShape input) {
        try {
            return SizeFit.find(input, layers::shapes).fit().around(layers);
        } catch (ShapeException | IOException e) {
            return layers; // whoever asks for its shapes is told
        }
    }

    @Override
    public boolean dependsOnSize() {
        return false;
    }

    @Override
    public FilledOutputs filled(Optional<FeatureShape> input, WeightSource source, WeightFiles weightFiles, long seed)
            throws IOException {
        return FilledOutputs.of(
                FilledNetwork.fill(layers, source, weightFiles, seed),
                fit(input),
                weightsBeside(source).stream().toList());
    }

    /** Says that weights which lie beside the file of the layers are not taken where random ones are. */
    private Optional<String> weightsBeside(WeightSource source) {
        if (!(source instanceof WeightSource.Kaiming) || layers.parameters().isEmpty()) {
            return Optional.empty();
        }
        return files.stream()
                .map(file -> file.resolveSibling(FolderModel.WEIGHTS))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(beside -> "the weights are random (kaiming); those of '" + beside
                        + "' are taken with weights=FILE, or if the network is the folder");
    }

    /** Checks that the layers take inputs of a shape, if it is known. */
    private Optional<SizeFit> fit(Optional<FeatureShape> input) throws IOException {
        return input.isPresent()
                ? Optional.of(SizeFit.find(input.get(), this::gives).fit())
                : Optional.empty();
    }

    @Override
    public Filled fill(WeightSource source, WeightFiles weightFiles, long seed) throws IOException {
        FilledNetwork filled = FilledNetwork.fill(layers, source, weightFiles, seed);
        return image -> {
            int rank = image.rank(layers);
            layers.inputChannels().ifPresent(needed -> image.requireChannels(rank, needed));
            SizeFit fit = fit(image, rank);
            FilledOutputs output = FilledOutputs.of(
                    filled, Optional.of(fit), weightsBeside(source).stream().toList());
            return new AppliedNetwork(output, List.of(image), image, rank);
        };
    }

    private SizeFit fit(ImageSource image, int rank) throws IOException {
        try {
            return SizeFit.find(image.layout(rank).shape(), this::gives).fit();
        } catch (ShapeException e) {
            throw image.explained(e, inputChannels());
        }
    }

    /** Whether the network gives pixels; if it does not, a larger size is not what is wanted. */
    private boolean gives(FeatureShape input) {
        try {
            layers.shapes(input);
            return true;
        } catch (EmptyMapsException e) {
            return false;
        }
    }
}
