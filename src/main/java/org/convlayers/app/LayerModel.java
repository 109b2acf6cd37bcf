package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
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
    public Network network(FeatureShape input) {
        return layers;
    }

    @Override
    public Filled fill(WeightSource source, WeightFiles weightFiles, long seed) throws IOException {
        FilledNetwork filled = FilledNetwork.fill(layers, source, weightFiles, seed);
        return image -> new AppliedNetwork(filled, image, layers.rank().orElse(image.usualRank()));
    }
}
