package org.convlayers.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.onnx.ArrayInput;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
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
    public NetworkOutputs outputs(FeatureShape input) throws IOException {
        return filled(input).withoutWeights();
    }

    @Override
    public boolean dependsOnSize() {
        return true;
    }

    @Override
    public FilledOutputs filled(Optional<FeatureShape> input, WeightSource source, WeightFiles weightFiles, long seed)
            throws IOException {
        OwnWeights.require(source, path);
        return filled(input.orElseThrow());
    }

    private FilledOutputs filled(FeatureShape input) throws IOException {
        SizeFit.Fitted<ImportedNetwork> fitted = SavedSize.fit(model, input).fitted();
        return filled(fitted.network(), fitted.fit(), Optional.empty());
    }

    private FilledOutputs filled(ImportedNetwork imported, SizeFit fit, Optional<String> remark) {
        List<FilledOutputs.Output> outputs = imported.outputs().stream()
                .map(output -> new FilledOutputs.Output(
                        output.name(),
                        new FilledNetwork(output.network(), output.weights(), new WeightSource.File(path, ""))))
                .toList();
        List<String> remarks = new ArrayList<>();
        imported.leftOut().forEach(left -> remarks.add("not computed: output '" + left.name() + "': " + left.why()));
        remarks.addAll(imported.remarks());
        remark.ifPresent(remarks::add);
        return new FilledOutputs(outputs, missing(imported), Optional.of(fit), remarks);
    }

    @Override
    public Filled fill(WeightSource source, WeightFiles weightFiles, long seed) {
        OwnWeights.require(source, path);
        return this::on;
    }

    /** An array is taken as the model declares its input; of an image, each item as a batch of one. */
    private AppliedNetwork on(ImageSource image) throws IOException {
        if (image instanceof NpyImage array) {
            return on(array);
        }
        FeatureShape item = image.layout(model.rank()).shape();
        if (model.inputChannels().isPresent()) {
            image.requireChannels(model.rank(), model.inputChannels().getAsInt());
        }
        SavedSize.Found found = SavedSize.fit(model, item);
        ImportedNetwork imported = found.fitted().network();
        FilledOutputs outputs = filled(imported, found.fitted().fit(), found.remark());
        List<ImageSource> images = Collections.nCopies(outputs.outputs().size(), image);
        return new AppliedNetwork(outputs, images, image, model.rank());
    }

    private static Map<String, String> missing(ImportedNetwork imported) {
        Map<String, String> missing = new HashMap<>();
        for (ImportedNetwork.LeftOut left : imported.leftOut()) {
            missing.putIfAbsent(left.name(), "this output is not computed: " + left.why());
        }
        for (ImportedNetwork.LeftOut left : imported.leftOut()) {
            left.layers().forEach(layer -> missing.putIfAbsent(layer, "this layer is not computed: " + left.why()));
        }
        return missing;
    }

    private AppliedNetwork on(NpyImage array) throws IOException {
        ArrayInput input = array.input(model);
        ArrayFit fitted = fit(array, input);
        ImportedNetwork imported = fitted.imported();
        FeatureShape item = fitted.fit().input();
        boolean isTurned = input.isTurned() && isOfItems(input.shape(), imported.items());
        List<ImageSource> images = new ArrayList<>();
        for (ImportedNetwork.Output output : imported.outputs()) {
            Optional<List<Integer>> result = fitted.cropped(output.network(), output.shape());
            images.add(array.taken(imported.items(), item, isTurned, result));
        }
        NpyImage taken = array.taken(imported.items(), item, isTurned, Optional.empty());
        FilledOutputs outputs = filled(imported, fitted.fit(), Optional.empty());
        return new AppliedNetwork(outputs, images, taken, model.rank());
    }

    private ArrayFit fit(NpyImage array, ArrayInput input) throws IOException {
        try {
            return ArrayFit.find(model, input);
        } catch (ShapeException e) {
            throw input.isTurned() ? e : array.explained(e, inputChannels());
        }
    }

    /** Whether items are computed apart, and not the whole array as one. */
    private boolean isOfItems(List<Integer> shape, int items) {
        boolean hasBatch = shape.size() == model.rank() + 2;
        return items == (hasBatch ? shape.get(0) : 1);
    }

    @Override
    public List<Path> files() {
        return List.of(Path.of(path));
    }
}
