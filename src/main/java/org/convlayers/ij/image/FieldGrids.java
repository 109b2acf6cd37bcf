package org.convlayers.ij.image;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.app.AxisGrid;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.FieldGrid;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * How the pixels of a network's output lie on the image, by their receptive fields.
 *
 * @param x along X
 * @param y along Y
 * @param z along Z
 */
public record FieldGrids(AxisGrid x, AxisGrid y, AxisGrid z) {
    /**
     * The grids of a network; axes that it does not have stay as they are.
     *
     * @param network the layers
     * @param input the shape of an item of the image
     */
    public static FieldGrids of(Network network, FeatureShape input) {
        List<FieldFormula> formulas = PullBack.of(network, input).formulas();
        Optional<List<FieldGrid>> fields = formulas.get(formulas.size() - 1).grids();
        Extent from = input.spatial().to3D(1);
        Extent to = network.outputShape(input).spatial().to3D(1);
        List<AxisGrid> grids = IntStream.range(0, Extent.MAX_RANK)
                .mapToObj(axis -> axis < Extent.MAX_RANK - input.rank()
                        ? AxisGrid.IDENTITY
                        : grid(fields, axis - (Extent.MAX_RANK - input.rank()), from.get(axis), to.get(axis)))
                .toList();
        return new FieldGrids(grids.get(2), grids.get(1), grids.get(0));
    }

    /** Where branches of different stride meet, or a single pixel is repeated, the output is spread over the image. */
    private static AxisGrid grid(Optional<List<FieldGrid>> fields, int axis, int from, int to) {
        return fields.map(axes -> axes.get(axis))
                .filter(grid -> grid.stride() > 0)
                .map(AxisGrid::ofField)
                .orElseGet(() -> new AxisGrid((double) from / to, 0));
    }
}
