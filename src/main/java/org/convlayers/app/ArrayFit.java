package org.convlayers.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

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
     * @throws org.convlayers.shape.ShapeException if it does not take such arrays
     */
    static ArrayFit find(OnnxModel model, List<Integer> shape) throws IOException {
        int rank = model.rank();
        if (shape.size() <= rank || shape.contains(0)) {
            return unchanged(model.forArray(shape));
        }
        int[] last = shape.subList(shape.size() - rank, shape.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        SizeFit.Fitted<ImportedNetwork> fitted =
                SizeFit.find(FeatureShape.of(1, last), size -> model.forArray(withLast(shape, size.spatial())));
        ImportedNetwork imported = fitted.network();
        if (fitted.fit().isNone()) {
            return unchanged(imported);
        }
        FeatureShape taken = imported.input();
        if (!taken.spatial().equals(fitted.fit().taken().spatial())) {
            return unchanged(model.forArray(shape)); // refused: these axes are not those of an image
        }
        return new ArrayFit(imported, new SizeFit(FeatureShape.of(taken.channels(), last), taken));
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
