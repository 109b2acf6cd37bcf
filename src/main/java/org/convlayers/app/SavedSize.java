package org.convlayers.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldGrid;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Models saved for images of one size. Exporters write down the size of the example that they were given, though most
 * layers compute each pixel in the same way whatever the size of the image.
 *
 * <p>A model is taken for images of another size if it becomes the same layers for them, and if the pixels of each output lie
 * on the image in the same grid: what is resized to a fixed number of pixels, or looks at the whole image, does not.
 */
final class SavedSize {
    private SavedSize() {}

    /** The model for images of a shape: of any size if the size that it was saved for is another and makes no difference. */
    static OnnxModel modelFor(OnnxModel model, FeatureShape item) throws IOException {
        Optional<Extent> saved = model.onlySize();
        if (saved.isEmpty() || saved.get().equals(item.spatial()) || saved.get().rank() != item.rank()) {
            return model;
        }
        OnnxModel free = model.ofAnySize();
        return areAlike(free, new FeatureShape(item.channels(), saved.get()), item) ? free : model;
    }

    /** What the user should know of a model that is taken for images of another size. */
    static String remark(OnnxModel model) {
        return "the network was saved for " + model.onlySize().orElseThrow().join(" x ")
                + " pixels (height x width) and computes other sizes in the same way";
    }

    private static boolean areAlike(OnnxModel model, FeatureShape saved, FeatureShape item) throws IOException {
        try {
            List<ImportedNetwork.Output> ofSaved = model.forImage(saved).outputs();
            SizeFit.Fitted<ImportedNetwork> fitted = SizeFit.find(item, model::forImage);
            List<ImportedNetwork.Output> ofItem = fitted.network().outputs();
            boolean areAlike = ofSaved.size() == ofItem.size();
            for (int i = 0; areAlike && i < ofSaved.size(); i++) {
                Network network = ofSaved.get(i).network();
                areAlike = network.equals(ofItem.get(i).network())
                        && grids(network, saved).isPresent()
                        && grids(network, saved)
                                .equals(grids(network, fitted.fit().taken()));
            }
            return areAlike;
        } catch (ShapeException | DamagedFileException e) {
            return false;
        }
    }

    private static Optional<List<FieldGrid>> grids(Network network, FeatureShape input) {
        return PullBack.of(network, input)
                .formulas()
                .get(network.nodes().size() - 1)
                .grids();
    }
}
