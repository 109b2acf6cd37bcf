package org.convlayers.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /**
     * How images are fitted to a model.
     *
     * @param fitted the layers for them
     * @param remark what the user should know if the model was saved for another size
     */
    record Found(SizeFit.Fitted<ImportedNetwork> fitted, Optional<String> remark) {}

    /** Fits images of a shape to a model: as one of any size if the size that it was saved for makes no difference. */
    static Found fit(OnnxModel model, FeatureShape item) throws IOException {
        Optional<Extent> saved =
                model.onlySize().filter(size -> !size.equals(item.spatial()) && size.rank() == item.rank());
        if (saved.isPresent()) {
            FeatureShape ofSaved = new FeatureShape(item.channels(), saved.get());
            Optional<SizeFit.Fitted<ImportedNetwork>> alike = alike(model.ofAnySize(), ofSaved, item);
            if (alike.isPresent()) {
                return new Found(alike.get(), Optional.of(remark(saved.get())));
            }
        }
        return new Found(SizeFit.find(item, model::forImage), Optional.empty());
    }

    private static String remark(Extent saved) {
        return "the network was saved for " + saved.join(" x ")
                + " pixels (height x width) and computes other sizes in the same way";
    }

    /** The layers for images of a shape; empty if they are not those for images of the shape that was saved. */
    private static Optional<SizeFit.Fitted<ImportedNetwork>> alike(
            OnnxModel model, FeatureShape saved, FeatureShape item) throws IOException {
        try {
            List<ImportedNetwork.Output> ofSaved = model.forImage(saved).outputs();
            SizeFit.Fitted<ImportedNetwork> fitted = SizeFit.find(item, model::forImage);
            List<ImportedNetwork.Output> ofItem = fitted.network().outputs();
            FeatureShape taken = fitted.fit().taken();
            boolean areAlike = ofSaved.size() == ofItem.size()
                    && IntStream.range(0, ofSaved.size())
                            .allMatch(i -> areAlike(
                                    ofSaved.get(i).network(),
                                    saved,
                                    ofItem.get(i).network(),
                                    taken));
            return areAlike ? Optional.of(fitted) : Optional.empty();
        } catch (ShapeException | DamagedFileException e) {
            return Optional.empty();
        }
    }

    private static boolean areAlike(Network ofSaved, FeatureShape saved, Network ofItem, FeatureShape taken) {
        if (!ofSaved.equals(ofItem)) {
            return false;
        }
        Optional<List<FieldGrid>> grids = grids(ofSaved, saved);
        return grids.isPresent() && grids.equals(grids(ofItem, taken));
    }

    private static Optional<List<FieldGrid>> grids(Network network, FeatureShape input) {
        return PullBack.of(network, input)
                .formulas()
                .get(network.nodes().size() - 1)
                .grids();
    }
}
