package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;
import org.convlayers.layer.Layer;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.FeatureShape;

/**
 * Finds the views that are pixel shuffles: exporters write them as DepthToSpace or as reshaping, transposing, reshaping, and
 * only the layers of this name are known to look at neighbours alone.
 *
 * <p>Channels may be counted with the colour outermost, as in PyTorch (ONNX: CRD), or with the place outermost, as in
 * TensorFlow (DCR); the latter are brought into PyTorch's order first.
 */
final class PixelShuffles {
    private PixelShuffles() {}

    /**
     * The layers that do what a view does; empty if it is no pixel shuffle.
     *
     * @param view of feature maps in two spatial axes
     * @param from the shape of the maps
     * @param to the shape of the result
     */
    static Optional<List<Layer>> of(View view, FeatureShape from, FeatureShape to) {
        if (from.rank() != 2 || to.rank() != 2) {
            return Optional.empty();
        }
        int fromWidth = from.spatial().get(1);
        int toWidth = to.spatial().get(1);
        if (toWidth > fromWidth) {
            return up(view, from, to, toWidth / fromWidth);
        }
        return toWidth < fromWidth ? down(view, from, to, fromWidth / toWidth) : Optional.empty();
    }

    private static Optional<List<Layer>> up(View view, FeatureShape from, FeatureShape to, int r) {
        int channels = to.channels();
        int height = from.spatial().get(0);
        int width = from.spatial().get(1);
        int map = height * width;
        if (from.channels() != (long) channels * r * r || to.spatial().get(0) != height * r) {
            return Optional.empty();
        }
        List<Integer> sizes = List.of(channels, height, r, width, r);
        if (isView(view, sizes, List.of(r * r * map, width, r * map, 1, map))) {
            return Optional.of(List.of(new PixelShuffle(r)));
        }
        if (isView(view, sizes, List.of(map, width, r * channels * map, 1, channels * map))) {
            Layer order =
                    new Rearrangement(from, from, List.of(channels, r * r, map), List.of(map, channels * map, 1), 0);
            return Optional.of(List.of(order, new PixelShuffle(r)));
        }
        return Optional.empty();
    }

    private static Optional<List<Layer>> down(View view, FeatureShape from, FeatureShape to, int r) {
        int channels = from.channels();
        int height = to.spatial().get(0);
        int width = to.spatial().get(1);
        int row = width * r;
        int map = height * r * row;
        if (to.channels() != (long) channels * r * r || from.spatial().get(0) != height * r) {
            return Optional.empty();
        }
        if (isView(view, List.of(channels, r, r, height, width), List.of(map, row, 1, r * row, r))) {
            return Optional.of(List.of(new PixelUnshuffle(r)));
        }
        if (isView(view, List.of(r, r, channels, height, width), List.of(row, 1, map, r * row, r))) {
            int toMap = height * width;
            Layer order =
                    new Rearrangement(to, to, List.of(r * r, channels, toMap), List.of(toMap, r * r * toMap, 1), 0);
            return Optional.of(List.of(new PixelUnshuffle(r), order));
        }
        return Optional.empty();
    }

    private static boolean isView(View view, List<Integer> sizes, List<Integer> strides) {
        return view.merged().equals(new View(sizes, strides, 0).merged());
    }
}
