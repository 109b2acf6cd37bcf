package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/** Arrays [N, C, spatial...] as feature maps, and back. */
final class Images {
    private Images() {}

    /** The number of spatial axes of such an array. */
    static int spatialAxes(Value value) {
        return Math.max(value.dims().size() - 2, 0);
    }

    /** The feature maps of each item; fewer spatial axes than the network's have axes of one pixel before them. */
    static Value.Feature maps(NodeContext node, Value value) throws DamagedFileException {
        View view = value.view();
        if (view.rank() < 2 || view.rank() - 2 > node.network().rank()) {
            throw node.fault("feature maps [N, C, spatial...] are needed, but got an array of shape " + view.dims());
        }
        if (view.batchAxis() < 0 && view.dim(0) != 1) {
            throw node.fault("the items of the batch depend on one another, and a window slides over an array of shape "
                    + view.dims() + "; apply the network to one item at a time");
        }
        if (view.batchAxis() > 0) {
            throw new View.MixedBatchException();
        }
        View item = view.withoutAxis(0);
        return node.keep(value.with(item), node.network().layout(item.item().dims()));
    }

    /** Feature maps as such an array. */
    static Value array(Value.Feature maps, Value like) {
        int axes = spatialAxes(like);
        FeatureShape shape = maps.shape();
        List<Integer> dims = new ArrayList<>(List.of(shape.channels()));
        for (int axis = shape.rank() - axes; axis < shape.rank(); axis++) {
            dims.add(shape.spatial().get(axis));
        }
        boolean hasBatch = like.view().isBatch(0);
        int items = like.dims().get(0);
        return maps.with(hasBatch ? View.ofBatch(items, dims) : View.of(dims).withAxis(0, 1, 0));
    }

    /** Numbers for the last spatial axes as an extent over all of the network's, others filled. */
    static Extent extent(NodeContext node, List<Integer> values, int filler) throws DamagedFileException {
        int missing = node.network().rank() - values.size();
        if (missing < 0) {
            throw node.fault("there are " + values.size() + " spatial axes, but at most "
                    + node.network().rank() + " in the network");
        }
        List<Integer> all = new ArrayList<>(Collections.nCopies(missing, filler));
        all.addAll(values);
        return Extent.of(all.stream().mapToInt(Integer::intValue).toArray());
    }
}
