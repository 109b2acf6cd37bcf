package org.convlayers.receptive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * The receptive field of one output pixel: the input pixels that can change it.
 *
 * <p>Lists have one element for each spatial axis, outermost first. Coordinates are indices of input pixels; the centre of
 * pixel i is i.
 *
 * @param layer the name of the layer whose output is looked at
 * @param at the output pixel
 * @param formula size, stride and padding by formula, and whether branches are aligned
 * @param virtual the interval of places that the pixel sees, as if no map had a border; what lies outside the image is
 *     padding; of size 0 where it sees nothing, as between the pixels that a transposed convolution scatters
 * @param actual exactly the input pixels seen: clipped at each layer, edges folded back, holes left out
 * @param input the shape of the network's input
 */
public record ReceptiveField(
        String layer, List<Integer> at, FieldFormula formula, Bounds virtual, PixelSet actual, FeatureShape input) {
    /** Copies the list. */
    public ReceptiveField {
        at = List.copyOf(at);
    }

    /**
     * A box, both ends included.
     *
     * @param min the first place on each axis
     * @param max the last place on each axis
     */
    public record Bounds(List<Long> min, List<Long> max) {
        public Bounds {
            min = List.copyOf(min);
            max = List.copyOf(max);
        }

        /** The extent on each axis. */
        public List<Long> size() {
            return IntStream.range(0, min.size())
                    .mapToObj(axis -> max.get(axis) - min.get(axis) + 1)
                    .toList();
        }

        /** The middle on each axis; between two pixels if the extent is even. */
        public List<Double> centre() {
            return IntStream.range(0, min.size())
                    .mapToObj(axis -> (min.get(axis) + max.get(axis)) / 2.0)
                    .toList();
        }
    }

    /**
     * The field of one output pixel.
     *
     * @param network the layers
     * @param input the shape of the network's input
     * @param layer the name of the layer whose output pixel is followed back
     * @param at the output pixel, outermost axis first
     * @throws IllegalArgumentException if there is no such layer or pixel, or the network does not take the input
     */
    public static ReceptiveField of(Network network, FeatureShape input, String layer, int... at) {
        return of(PullBack.of(network, input), layer, at);
    }

    /** As {@link #of(Network, FeatureShape, String, int...)}, for many pixels of one network. */
    public static ReceptiveField of(PullBack pullBack, String layer, int... at) {
        Bounds virtual = reach(pullBack, layer, at);
        int node = pullBack.network().indexOf(layer);
        return new ReceptiveField(
                layer,
                Arrays.stream(at).boxed().toList(),
                pullBack.formulas().get(node),
                virtual,
                pullBack.pixels(node, PixelSet.ofPixel(at)),
                pullBack.input());
    }

    /**
     * Where the field of an output pixel lies, as {@link #virtual()}: sooner known than the pixels in it.
     *
     * @throws IllegalArgumentException if there is no such layer or pixel
     */
    public static Bounds reach(PullBack pullBack, String layer, int... at) {
        int node = pullBack.network().indexOf(layer);
        if (node < 0) {
            throw new IllegalArgumentException("'" + layer + "' is the image itself, not a layer");
        }
        requirePixel(layer, pullBack.shape(node), at);
        VirtualBox seen = pullBack.virtualReach(node, at);
        int outer = Extent.MAX_RANK - at.length;
        List<Interval> reach = IntStream.range(0, at.length)
                .mapToObj(axis -> seen.isEmpty()
                        ? nothingAt(place(pullBack.formulas().get(node), axis, at[axis]))
                        : seen.axis(outer + axis))
                .toList();
        return new Bounds(
                reach.stream().map(Interval::first).toList(),
                reach.stream().map(Interval::last).toList());
    }

    private static double place(FieldFormula formula, int axis, int at) {
        return formula.grids().map(grids -> grids.get(axis).centre(at)).orElse((double) at);
    }

    /** An interval without a pixel, between the two around a place. */
    private static Interval nothingAt(double place) {
        long next = (long) Math.ceil(place);
        return new Interval(next, next - 1);
    }

    private static void requirePixel(String layer, FeatureShape shape, int... at) {
        boolean inside = at.length == shape.rank()
                && IntStream.range(0, at.length)
                        .allMatch(axis ->
                                at[axis] >= 0 && at[axis] < shape.spatial().get(axis));
        if (!inside) {
            throw new IllegalArgumentException("there is no pixel " + Arrays.toString(at) + " in the output of layer '"
                    + layer + "', which has " + shape.spatial() + " pixels, counted from 0");
        }
    }

    /** The extent of the field on each axis, padding included; r of the chain formula where one holds. */
    public List<Long> size() {
        return virtual.size();
    }

    /** How far the field moves from one output pixel to the next; empty if branches of different stride meet. */
    public Optional<List<Long>> stride() {
        return formula.axes()
                .map(axes -> axes.stream().map(FieldFormula.Axis::stride).toList());
    }

    /** How far the field of output pixel 0 reaches beyond the begin of the image; empty as {@link #stride()}. */
    public Optional<List<Long>> padding() {
        return formula.axes()
                .map(axes -> axes.stream().map(FieldFormula.Axis::padding).toList());
    }

    /** The middle of {@link #virtual()} on each axis; may lie between two pixels, or outside the image. */
    public List<Double> centre() {
        return virtual.centre();
    }

    /** The smallest box around the pixels seen; empty if the output pixel sees padding only. */
    public Optional<Bounds> actualBounds() {
        return actual.bounds().map(this::bounds);
    }

    private Bounds bounds(Box box) {
        List<AxisRanges.Range> ranges = box.toList().subList(Extent.MAX_RANK - at.size(), Extent.MAX_RANK);
        return new Bounds(
                ranges.stream().map(range -> (long) range.first()).toList(),
                ranges.stream().map(range -> (long) range.last()).toList());
    }

    /** The number of input pixels seen. */
    public long pixels() {
        return actual.pixels();
    }

    /** The share of pixels seen in the box around them: below 1 if there are holes; 0 if no pixel is seen. */
    public double coverage() {
        return actual.bounds().map(box -> (double) pixels() / box.pixels()).orElse(0.0);
    }

    /** One byte for each pixel of the input, last axis fastest: 1 where it can change the output pixel. */
    public byte[] mask() {
        return actual.mask(input.spatial());
    }
}
