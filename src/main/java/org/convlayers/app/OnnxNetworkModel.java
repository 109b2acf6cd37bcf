package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.WeightFiles;
import org.convlayers.weights.WeightSource;

/**
 * A network of an .onnx file.
 *
 * @param model the file's content
 * @param path the file as the user named it
 */
record OnnxNetworkModel(OnnxModel model, String path) implements NetworkModel {
    static OnnxNetworkModel read(Path file, String path) throws DamagedFileException {
        return new OnnxNetworkModel(OnnxModel.read(file), path);
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(model.rank());
    }

    @Override
    public OptionalInt inputChannels() {
        return model.inputChannels();
    }

    @Override
    public Network network(FeatureShape input) throws IOException {
        return model.forImage(input).network();
    }

    @Override
    public Filled fill(WeightSource source, WeightFiles weightFiles, long seed) {
        if (!(source instanceof WeightSource.Kaiming)) {
            throw new IllegalArgumentException(
                    "weights=" + source + " cannot be given to '" + path + "', which brings its own");
        }
        return this::on;
    }

    /** An array is taken as the model declares its input; of an image, each item as a batch of one. */
    private AppliedNetwork on(ImageSource image) throws IOException {
        if (image instanceof NpyImage array) {
            ImportedNetwork imported = model.forArray(array.shape());
            return new AppliedNetwork(filled(imported), array.takenBy(imported), model.rank());
        }
        FeatureShape item = image.layout(model.rank()).shape();
        return new AppliedNetwork(filled(model.forImage(item)), image, model.rank());
    }

    private FilledNetwork filled(ImportedNetwork imported) {
        return new FilledNetwork(imported.network(), imported.weights(), new WeightSource.File(path, ""));
    }

    @Override
    public List<Path> files() {
        return List.of(Path.of(path));
    }
}
