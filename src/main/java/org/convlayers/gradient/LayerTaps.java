package org.convlayers.gradient;

import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Network;
import org.convlayers.layer.Upsampling;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;

/**
 * Which pixels of its inputs each layer of a network looks at, of those that are needed, and by what a layer without parameters
 * multiplies them: pooling and upsampling.
 */
final class LayerTaps {
    /** The number of taps of a layer that counts them along each axis alone, or has but one. */
    static final Extent PIXEL = Extent.filled(Extent.MAX_RANK, 1);

    private final Network network;
    private final PullBack pullBack;
    private final NeededRegions regions;

    /**
     * Prepares a network.
     *
     * @param network the layers
     * @param pullBack which pixels they look at
     * @param regions the pixels that are needed
     */
    LayerTaps(Network network, PullBack pullBack, NeededRegions regions) {
        this.network = network;
        this.pullBack = pullBack;
        this.regions = regions;
    }

    /** What the taps along each of the three axes are multiplied by. */
    @FunctionalInterface
    interface AxisWeights {
        /** Every tap counts alike. */
        AxisWeights ONES = axis -> AxisTaps.Weight.ONE;

        AxisTaps.Weight of(int axis);
    }

    /** The needed pixels of a node's output. */
    Region region(int node) {
        return regions.of(node);
    }

    /** The needed pixels of a node's first input. */
    Region source(int node) {
        return source(node, 0);
    }

    private Region source(int node, int number) {
        return regions.of(sourceNode(node, number));
    }

    private int sourceNode(int node, int number) {
        return network.indexOf(network.nodes().get(node).inputs().get(number));
    }

    /** The shape of a node's first input. */
    FeatureShape input(int node) {
        int source = sourceNode(node, 0);
        return source < 0 ? pullBack.input() : pullBack.shape(source);
    }

    /**
     * The taps of a node in its first input.
     *
     * @param kernel by which those of a pixel are counted: their number along D, H and W
     * @param ofAxis by what they are multiplied
     */
    Taps of(int node, Extent kernel, AxisWeights ofAxis) {
        return of(node, 0, kernel, ofAxis);
    }

    /** Those of a window, all of which count alike. */
    Taps of(int node, Window window) {
        return of(node, kernel(window), AxisWeights.ONES);
    }

    private Taps of(int node, int number, Extent kernel, AxisWeights ofAxis) {
        return new Taps(
                axis(node, number, 0, ofAxis.of(0)),
                axis(node, number, 1, ofAxis.of(1)),
                axis(node, number, 2, ofAxis.of(2)),
                kernel);
    }

    private AxisTaps axis(int node, int number, int axis, AxisTaps.Weight weight) {
        return AxisTaps.of(
                pullBack,
                node,
                number,
                axis,
                regions.of(node).axis(axis),
                source(node, number).axis(axis),
                weight);
    }

    /** The only pixel of its first input that each pixel of a node looks at. */
    int[] only(int node) {
        return only(node, 0);
    }

    /** Those of all inputs. */
    List<int[]> onlyOfAll(int node) {
        return IntStream.range(0, network.nodes().get(node).inputs().size())
                .mapToObj(number -> only(node, number))
                .toList();
    }

    private int[] only(int node, int number) {
        return of(node, number, PIXEL, AxisWeights.ONES).only();
    }

    /** The place of each pixel of a node in the map: that in its input, if all of it is needed. */
    int[] places(int node) {
        Region region = regions.of(node);
        int[] places = new int[Math.toIntExact(region.pixels())];
        Numbers.forEach(region, pullBack.shape(node).spatial().to3D(1), (place, pixel) -> places[place] = pixel);
        return places;
    }

    /** How many taps a window has along D, H and W. */
    static Extent kernel(Window window) {
        return window.kernelSize().to3D(1);
    }

    /** The axis of a layer's own that one of the three is; negative for outer ones. */
    private static int own(int axis, FeatureShape input) {
        return axis - (Extent.MAX_RANK - input.rank());
    }

    /** The weights of interpolation. */
    static AxisWeights samples(Upsampling upsampling, FeatureShape input) {
        return axis -> own(axis, input) < 0
                ? AxisTaps.Weight.ONE
                : upsampling.axis(own(axis, input), input.spatial().get(own(axis, input)))::weight;
    }

    /** One over the number of pixels that are met. */
    AxisWeights means(int node) {
        return axis -> (target, tap) -> {
            int[] count = {0};
            pullBack.forEachTap(node, 0, axis, target, (number, source) -> count[0]++);
            return 1.0 / count[0];
        };
    }

    /** The divisor of an average is a product over the axes; one that is given counts once, along the last axis. */
    static AxisWeights averages(AveragePooling pooling, FeatureShape input) {
        if (pooling.divisorOverride().isPresent()) {
            double share = 1.0 / pooling.divisorOverride().getAsInt();
            return axis -> axis == Extent.MAX_RANK - 1 ? (target, tap) -> share : AxisTaps.Weight.ONE;
        }
        return axis -> own(axis, input) < 0 ? AxisTaps.Weight.ONE : averages(pooling, input, own(axis, input));
    }

    private static AxisTaps.Weight averages(AveragePooling pooling, FeatureShape input, int axis) {
        Window window = pooling.window();
        Margins margins = window.margins(input.spatial());
        int size = input.spatial().get(axis);
        int low = pooling.countIncludePad() ? -margins.begin().get(axis) : 0;
        int end = pooling.countIncludePad() ? size + margins.end().get(axis) : size;
        return (target, tap) -> {
            int first = target * window.stride().get(axis) - margins.begin().get(axis);
            int last = first + window.kernelSize().get(axis);
            return 1.0 / (Math.min(last, end) - Math.max(first, low));
        };
    }
}
