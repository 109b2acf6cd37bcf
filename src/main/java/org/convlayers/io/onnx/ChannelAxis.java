package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Layer;

/**
 * Looks at an array with one of its axes as the channels, so that layers which work on channels work on any axis.
 *
 * @param value the array
 * @param axis which of its axes
 */
record ChannelAxis(Value value, int axis) {
    /** All axes, with the one before the others, and the batch (or an axis of one item in its place) before all. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>(Value.range(value.dims().size()));
        order.remove((Integer) axis);
        order.add(hasItems() ? 1 : 0, axis);
        return order;
    }

    private boolean hasItems() {
        return axis != 0 && (value.view().isBatch(0) || value.dims().get(0) == 1);
    }

    /** Whether the array is kept with this axis as the channels already: then there is nothing to copy. */
    boolean isKept(NodeContext node) {
        if (!(value instanceof Value.Feature)
                || value.view().isBatch(axis)
                || ordered().batchAxis() > 0) {
            return false;
        }
        View item = ordered().item();
        return NetworkAssembly.isKept(
                (Value.Feature) value.with(item), node.network().layout(item.dims()));
    }

    /** The feature maps. */
    Value.Feature maps(NodeContext node) throws DamagedFileException {
        if (value.view().isBatch(axis)) {
            throw new View.MixedBatchException();
        }
        View ordered = ordered();
        return node.keep(
                value.with(ordered), node.network().layout(ordered.item().dims()));
    }

    /** The array with the channels before the other axes, without items. */
    private View ordered() {
        View ordered = value.view().transpose(order());
        return hasItems() ? ordered.withoutAxis(0) : ordered;
    }

    /** Feature maps of the same pixels as an array with its axes as they were; there may be other channels. */
    Value back(Value.Feature maps) {
        List<Integer> order = order();
        List<Integer> dims = new ArrayList<>();
        for (int from : order) {
            dims.add(from == axis ? maps.shape().channels() : value.dims().get(from));
        }
        boolean hasBatch = value.view().batchAxis() == 0;
        View ordered = hasBatch ? View.ofBatch(dims.get(0), dims.subList(1, dims.size())) : View.of(dims);
        List<Integer> inverse = new ArrayList<>();
        for (int to = 0; to < order.size(); to++) {
            inverse.add(order.indexOf(to));
        }
        return maps.with(ordered.transpose(inverse));
    }

    /** The array that a layer on these maps gives. */
    Value through(Layer layer, NodeContext node) throws DamagedFileException {
        return back(node.add(layer, List.of(maps(node))));
    }
}
