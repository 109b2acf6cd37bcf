package org.convlayers.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.io.onnx.ArrayInput;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * A model made for an array, whose last axes are brought to sizes that it takes where they are those of an image.
 *
 * @param imported the model
 * @param fit what is done to the size
 */
record ArrayFit(ImportedNetwork imported, SizeFit fit) {
    /**
     * Makes a model for an array.
     *
     * @throws ShapeException if it does not take such arrays, or if the result of a larger one is none that can be cropped
     */
    static ArrayFit find(OnnxModel model, ArrayInput array) throws IOException {
        int rank = model.rank();
        if (array.shape().size() <= rank || array.shape().contains(0)) {
            return unchanged(model.forArray(array));
        }
        Extent sizes = array.spatial(rank);
        SizeFit.Fitted<ImportedNetwork> fitted =
                SizeFit.find(new FeatureShape(1, sizes), size -> model.forArray(array.withSpatial(size.spatial())));
        ImportedNetwork imported = fitted.network();
        if (fitted.fit().isNone()) {
            return unchanged(imported);
        }
        FeatureShape taken = imported.input();
        if (!taken.spatial().equals(fitted.fit().taken().spatial())) {
            return unchanged(model.forArray(array)); // refused: these axes are not those of an image
        }
        requireMaps(model, array.withSpatial(taken.spatial()), sizes, imported);
        return new ArrayFit(imported, new SizeFit(new FeatureShape(taken.channels(), sizes), taken));
    }

    /** Results that have their axes in another order than images are not cropped. */
    private static void requireMaps(OnnxModel model, ArrayInput larger, Extent sizes, ImportedNetwork imported)
            throws IOException {
        List<ImportedNetwork.Output> maps =
                model.forArray(larger.givingImages()).outputs();
        for (int i = 0; i < maps.size(); i++) {
            ImportedNetwork.Output output = imported.outputs().get(i);
            if (!output.network().equals(maps.get(i).network())) {
                throw new ShapeException("the network does not take " + sizes.join(" x ")
                        + " pixels (height x width), but "
                        + larger.spatial(sizes.rank()).join(" x ") + "; its output '" + output.name()
                        + "', an array of shape " + output.shape()
                        + ", is cropped back only where results are images, in .tif");
            }
        }
    }

    private static ArrayFit unchanged(ImportedNetwork imported) {
        return new ArrayFit(imported, SizeFit.none(imported.input()));
    }

    private static List<Integer> withLast(List<Integer> shape, Extent sizes) {
        List<Integer> changed = new ArrayList<>(shape);
        for (int axis = 0; axis < sizes.rank(); axis++) {
            changed.set(shape.size() - sizes.rank() + axis, sizes.get(axis));
        }
        return changed;
    }

    /**
     * The shape of a result as an array when it is cropped back; empty if its last axes are not those of feature maps.
     *
     * @param network gives the result
     * @param result its shape before
     */
    Optional<List<Integer>> cropped(Network network, List<Integer> result) {
        if (fit.isNone()) {
            return Optional.of(result);
        }
        Extent before = network.outputShape(fit.taken()).spatial();
        boolean areMaps =
                result.size() >= before.rank() && withLast(result, before).equals(result);
        return areMaps
                ? Optional.of(withLast(
                        result, fit.around(network).outputShape(fit.input()).spatial()))
                : Optional.empty();
    }
}
