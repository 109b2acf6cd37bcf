package org.convlayers.ij.field;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.Lineage;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.PixelSet;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/**
 * The fields of a network on the image it is applied to: from pixels of a layer's output to those of the image and back, in
 * ImageJ's X, Y and Z (which all count from 0 here).
 *
 * @param source the image
 * @param pullBack the network with the size of an item of the image
 * @param input how the network takes the image
 * @param formulas how the outputs of the layers lie on the image
 */
record FieldsOnImage(ImagePlus source, PullBack pullBack, StackLayout input, List<FieldFormula> formulas) {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 2;

    /** The fields of the layers that lead from an image to a feature map. */
    static FieldsOnImage of(Lineage lineage) {
        StackLayout input = Lineage.layout(lineage.source(), lineage.network());
        PullBack pullBack = PullBack.of(lineage.network(), input.shape());
        return new FieldsOnImage(lineage.source(), pullBack, input, pullBack.formulas());
    }

    /** The layers. */
    Network network() {
        return pullBack.network();
    }

    /** The index of the last layer. */
    int last() {
        return network().nodes().size() - 1;
    }

    /** The layout of a layer's output. */
    StackLayout output(int node) {
        return input.withShape(pullBack.shape(node));
    }

    /**
     * The field of a pixel of a layer's output.
     *
     * @param x column
     * @param y row; of a 1-D network the row of the image
     * @param z slice, if the network is 3-D
     */
    FieldOnImage field(int node, int x, int y, int z) {
        String layer = network().nodes().get(node).name();
        return switch (input.rank()) {
            case 1 -> FieldOnImage.inRow(pullBack, ReceptiveField.of(pullBack, layer, x), input.height(), y);
            case 2 -> FieldOnImage.of(pullBack, ReceptiveField.of(pullBack, layer, y, x));
            default -> FieldOnImage.of(pullBack, ReceptiveField.of(pullBack, layer, z, y, x));
        };
    }

    /** The field of the pixel of a layer's output whose place is the nearest to the middle of another field. */
    FieldOnImage nearest(int node, FieldOnImage other) {
        int[] at = {nearest(node, X, other), nearest(node, Y, other), nearest(node, Z, other)};
        return field(node, at[X], at[Y], at[Z]);
    }

    /** The extents in X and Y of the fields of the layers before that of a field, in their order, around the same place. */
    List<Rectangle2D> boxesBefore(FieldOnImage field) {
        int node = network().indexOf(field.field().layer());
        return IntStream.range(0, node)
                .mapToObj(earlier -> box(
                        earlier, nearest(earlier, X, field), nearest(earlier, Y, field), nearest(earlier, Z, field)))
                .toList();
    }

    private Rectangle2D box(int node, int x, int y, int z) {
        String layer = network().nodes().get(node).name();
        ReceptiveField.Bounds reach = switch (input.rank()) {
            case 1 -> ReceptiveField.reach(pullBack, layer, x);
            case 2 -> ReceptiveField.reach(pullBack, layer, y, x);
            default -> ReceptiveField.reach(pullBack, layer, z, y, x);
        };
        int columns = input.rank() - 1;
        int rows = input.rank() - 2;
        return new Rectangle2D.Double(
                reach.min().get(columns),
                rows < 0 ? y : reach.min().get(rows),
                reach.size().get(columns),
                rows < 0 ? 1 : reach.size().get(rows));
    }

    private int nearest(int node, int dimension, FieldOnImage other) {
        double centre = other.middle(dimension);
        int axis = input.rank() - 1 - dimension;
        if (axis < 0) {
            return (int) centre; // the network does not look along it: a row of lines, or one plane
        }
        int from = pullBack.input().spatial().get(axis);
        int to = pullBack.shape(node).spatial().get(axis);
        double place = formulas.get(node)
                .grids()
                .map(grids -> grids.get(axis))
                .filter(grid -> grid.stride() > 0)
                .map(grid -> (centre - grid.start()) / grid.stride())
                .orElse((centre + 0.5) * to / from - 0.5);
        return (int) Math.max(0, Math.min(Math.round(place), to - 1L));
    }

    /** The pixels of the image that some pixels of the last layer's output are computed from. */
    PixelSet sources(PixelSet outputs) {
        return ofItems(outputs, pixels -> pullBack.pixels(last(), pixels));
    }

    /** The pixels of the last layer's output that are computed from some pixels of the image. */
    PixelSet targets(PixelSet sources) {
        return ofItems(sources, pixels -> pullBack.projection(last(), pixels));
    }

    /** Rows of an image are the items of a 1-D network: pixels stay in theirs. */
    private PixelSet ofItems(PixelSet pixels, UnaryOperator<PixelSet> ofItem) {
        if (input.rank() > 1) {
            return ofItem.apply(pixels);
        }
        AxisRanges first = AxisRanges.of(0, 0);
        List<Region> found = new ArrayList<>();
        for (Region rows : pixels.regions()) {
            PixelSet line = PixelSet.of(new Region(first, first, rows.width()));
            ofItem.apply(line).regions().forEach(region -> found.add(new Region(first, rows.height(), region.width())));
        }
        return PixelSet.ofRegions(found);
    }

    /** Whether slices are looked at together. */
    boolean isVolume() {
        return input.rank() == Extent.MAX_RANK;
    }

    /** The pixels of a plane, as rectangles that do not overlap. */
    static List<Rectangle> rectangles(PixelSet pixels, int plane) {
        List<Rectangle> rectangles = new ArrayList<>();
        for (Region region : pixels.regions()) {
            if (region.depth().contains(plane)) {
                for (AxisRanges.Range rows : region.height().ranges()) {
                    for (AxisRanges.Range columns : region.width().ranges()) {
                        rectangles.add(new Rectangle(columns.first(), rows.first(), columns.size(), rows.size()));
                    }
                }
            }
        }
        return rectangles;
    }
}
