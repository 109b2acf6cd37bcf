package org.convlayers.io.onnx;

import java.util.List;
import org.convlayers.io.DamagedFileException;

/** Arrays of any rank as feature maps: the first axis is left out if it is the batch or has one element. */
final class Maps {
    private Maps() {}

    /** The feature maps that hold an array in order. */
    static Value.Feature of(NodeContext node, Value value) throws DamagedFileException {
        View view = value.view();
        View item = hasItemAxis(view) ? view.withoutAxis(0) : view;
        return node.keep(value.with(item), node.network().layout(item.item().dims()));
    }

    private static boolean hasItemAxis(View view) {
        return view.rank() > 0 && (view.isBatch(0) || (view.dim(0) == 1 && view.batchAxis() < 0));
    }

    /** How an array of the same shape as one lies in feature maps that hold it in order. */
    static View view(View like) {
        List<Integer> dims = like.dims();
        if (like.batchAxis() > 0) {
            throw new View.MixedBatchException();
        }
        return like.batchAxis() == 0 ? View.ofBatch(dims.get(0), dims.subList(1, dims.size())) : View.of(dims);
    }
}
