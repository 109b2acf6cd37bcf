package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Decides what is an item: where a model computes the items of a batch apart, so does the network; where it mixes them, the
 * whole array is one item.
 */
final class Import {
    private Import() {}

    /** For images of a shape; where the model has the channels last, they are moved there. */
    static ImportedNetwork ofImage(OnnxModel model, Calculation calculation, FeatureShape item)
            throws DamagedFileException {
        Optional<ImportedNetwork> large = LargeImport.of(item, size -> ofItem(model, calculation, size));
        return large.isPresent() ? large.get() : ofItem(model, calculation, item);
    }

    private static ImportedNetwork ofItem(OnnxModel model, Calculation calculation, FeatureShape item)
            throws DamagedFileException {
        List<Integer> dims = new ArrayList<>(List.of(1));
        dims.addAll(NetworkAssembly.sizes(item));
        int rank = calculation.input().shape().map(List::size).orElse(dims.size());
        while (dims.size() > rank && dims.size() > 2 && dims.get(2) == 1) {
            dims.remove(2);
        }
        View channelsFirst = View.of(dims);
        View array = calculation.axes().areChannelsLast()
                ? channelsFirst.transpose(ImageAxes.channelsLast(dims.size()))
                : channelsFirst;
        requireOneItem(model, calculation.input());
        requireDeclared(model, calculation.input(), array.dims());
        return Translation.of(model, calculation, new Translation.Taken(array, item, AxisOrigins.of(item), 1, true));
    }

    /** For an array of a shape, with the batch or, where it is 1 or any, without it. */
    static ImportedNetwork ofArray(OnnxModel model, Calculation calculation, List<Integer> shape)
            throws DamagedFileException {
        List<OptionalLong> declared = calculation.input().shape().orElse(List.of());
        boolean mayLackBatch = !declared.isEmpty() && declared.get(0).orElse(1) == 1;
        if (mayLackBatch && shape.size() == declared.size() - 1) {
            List<Integer> dims = new ArrayList<>(List.of(1));
            dims.addAll(shape);
            ImportedNetwork imported = ofArray(model, calculation, dims);
            return ImportedNetwork.isOfOneItem(imported.output())
                    ? imported.withItems(1, output -> output.subList(1, output.size()))
                    : imported;
        }
        int items = shape.isEmpty() ? 1 : shape.get(0);
        boolean isOneByOne = items > 1 && !declared.isEmpty() && declared.get(0).orElse(-1) == 1;
        if (isOneByOne) {
            return oneByOne(model, calculation, shape);
        }
        requireDeclared(model, calculation.input(), shape);
        if (items > 1) {
            try {
                View batch = View.ofBatch(items, shape.subList(1, shape.size()));
                return translate(model, calculation, batch, items);
            } catch (View.MixedBatchException e) {
                // The items cannot be computed apart: all of them are one.
            }
        }
        return translate(model, calculation, View.of(shape), 1);
    }

    /** A batch for a model that takes one item. */
    private static ImportedNetwork oneByOne(OnnxModel model, Calculation calculation, List<Integer> shape)
            throws DamagedFileException {
        List<Integer> one = new ArrayList<>(shape);
        one.set(0, 1);
        ImportedNetwork imported = ofArray(model, calculation, one);
        if (!ImportedNetwork.isOfOneItem(imported.output())) {
            throw new ShapeException(model.file() + ": the network takes "
                    + calculation.input().shapeText() + ", but got an array of shape " + shape);
        }
        return imported.withItems(shape.get(0), output -> {
            List<Integer> all = new ArrayList<>(output);
            all.set(0, shape.get(0));
            return all;
        });
    }

    private static ImportedNetwork translate(OnnxModel model, Calculation calculation, View array, int items)
            throws DamagedFileException {
        View item = array.item();
        boolean hasItemAxis = array.batchAxis() < 0 && item.rank() > 0 && item.dim(0) == 1;
        List<Integer> dims = hasItemAxis ? item.dims().subList(1, item.rank()) : item.dims();
        FeatureShape input = NetworkAssembly.layout(calculation.rank(), dims);
        AxisOrigins origins = AxisOrigins.of(dims, calculation.axes().areChannelsLast(), calculation.rank());
        return Translation.of(model, calculation, new Translation.Taken(array, input, origins, items, false));
    }

    /** An image is one item. */
    private static void requireOneItem(OnnxModel model, ValueInfo input) {
        List<OptionalLong> declared = input.shape().orElse(List.of());
        long items = declared.size() > 1 ? declared.get(0).orElse(1) : 1;
        if (items != 1) {
            throw new ShapeException(model.file() + ": the network takes " + input.shapeText() + ", always " + items
                    + " images at once; export it with a batch of one or of any size, or apply it to an .npy array of "
                    + items);
        }
    }

    private static void requireDeclared(OnnxModel model, ValueInfo input, List<Integer> shape) {
        List<OptionalLong> declared = input.shape().orElse(List.of());
        boolean fits = input.shape().isEmpty() || declared.size() == shape.size();
        for (int axis = 0; fits && axis < declared.size(); axis++) {
            fits = declared.get(axis).orElse(shape.get(axis)) == shape.get(axis);
        }
        if (!fits) {
            throw new ShapeException(
                    model.file() + ": the network takes " + input.shapeText() + ", but got an array of shape " + shape);
        }
    }
}
