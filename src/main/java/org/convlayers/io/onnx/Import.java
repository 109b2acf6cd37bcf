package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
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
        return LargeImport.of(item, size -> ofItem(model, calculation, size));
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

    /** For an array, with the batch or, where it is 1 or any, without it. */
    static ImportedNetwork ofArray(OnnxModel model, Calculation calculation, ArrayInput array)
            throws DamagedFileException {
        List<Integer> shape = array.shape();
        List<OptionalLong> declared = calculation.input().shape().orElse(List.of());
        if (calculation.mayLackBatch() && shape.size() == declared.size() - 1) {
            ImportedNetwork imported = ofArray(model, calculation, array.withBatch());
            return ImportedNetwork.isOfOneItem(imported.output())
                    ? imported.withItems(1, output -> output.subList(1, output.size()))
                    : imported;
        }
        int items = shape.isEmpty() ? 1 : shape.get(0);
        boolean isOneByOne = items > 1 && !declared.isEmpty() && declared.get(0).orElse(-1) == 1;
        if (isOneByOne) {
            return oneByOne(model, calculation, array);
        }
        requireDeclared(model, calculation.input(), shape);
        if (shape.contains(0)) {
            throw new ShapeException(model.file() + ": got an array of shape " + shape + ", which has no elements");
        }
        if (items > 1) {
            try {
                View batch = View.ofBatch(items, shape.subList(1, shape.size()));
                return Translation.of(model, calculation, taken(calculation, array, batch, items));
            } catch (View.MixedBatchException e) {
                // The items cannot be computed apart: all of them are one.
            }
        }
        return Translation.of(model, calculation, taken(calculation, array, View.of(shape), 1));
    }

    /** A batch for a model that takes one item. */
    private static ImportedNetwork oneByOne(OnnxModel model, Calculation calculation, ArrayInput array)
            throws DamagedFileException {
        List<Integer> one = new ArrayList<>(array.shape());
        int items = one.set(0, 1);
        ImportedNetwork imported = ofArray(model, calculation, array.withShape(one));
        if (!ImportedNetwork.isOfOneItem(imported.output())) {
            throw new ShapeException(model.file() + ": the network takes "
                    + calculation.input().shapeText() + ", but got an array of shape " + array.shape());
        }
        return imported.withItems(items, output -> {
            List<Integer> all = new ArrayList<>(output);
            all.set(0, items);
            return all;
        });
    }

    private static Translation.Taken taken(Calculation calculation, ArrayInput array, View values, int items) {
        View item = values.item();
        boolean hasItemAxis = values.batchAxis() < 0 && item.rank() > 0 && item.dim(0) == 1;
        boolean isOfItems = hasItemAxis || values.batchAxis() == 0;
        if (array.isTurned() && isOfItems) {
            return turned(calculation.rank(), array, items);
        }
        List<Integer> dims = hasItemAxis ? item.dims().subList(1, item.rank()) : item.dims();
        FeatureShape input = NetworkAssembly.layout(calculation.rank(), dims);
        AxisOrigins origins = AxisOrigins.of(dims, calculation.axes().areChannelsLast(), calculation.rank());
        return new Translation.Taken(values, input, origins, items, array.givesImages());
    }

    /** An array (N, spatial..., C) whose items are taken as (C, spatial...). */
    private static Translation.Taken turned(int rank, ArrayInput array, int items) {
        List<Integer> shape = array.shape();
        List<Integer> maps = new ArrayList<>(shape.subList(1, shape.size() - 1));
        maps.add(0, shape.get(shape.size() - 1));
        FeatureShape input = NetworkAssembly.layout(rank, maps);
        View batch = items > 1 ? View.ofBatch(items, maps) : View.of(NetworkAssembly.array(input));
        View last = batch.transpose(ImageAxes.channelsLast(shape.size()));
        return new Translation.Taken(last, input, AxisOrigins.of(input), items, array.givesImages());
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
