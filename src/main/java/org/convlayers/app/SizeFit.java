package org.convlayers.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pad;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.receptive.FieldGrid;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Weights;

/**
 * How an image is brought to a size that a network takes: some take only multiples of a number (a U-Net of depth k those of
 * 2^k), because branches of other sizes do not meet again.
 *
 * <p>The image is continued at the end of each axis that needs it, mirrored at its last pixel, and what this adds to a result
 * is cut off: both are layers, so that tiles, calibration and receptive fields follow. Nothing is done to sizes that the
 * network takes.
 *
 * @param input the shape of the image
 * @param taken the shape that the network takes
 */
record SizeFit(FeatureShape input, FeatureShape taken) {
    /** What sizes may have to be multiples of, in the order of trying. */
    private static final int[] FACTORS = {
        2, 4, 8, 16, 32, 64, 128, 256, 3, 5, 6, 7, 9, 10, 12, 14, 15, 18, 20, 24, 28, 30
    };

    /** So many factors longer, a network that does not take an image because it is too small takes it. */
    private static final int LONGER = 8;

    private static final double ROUNDING = 1e-6;

    /** The names of the layers before and after the network's own. */
    static final String PAD = "pad";

    private static final String CROP = "crop";

    /** Tries a shape. */
    interface Attempt<T> {
        /**
         * What the network gives.
         *
         * @throws ShapeException if it does not take the shape
         */
        T on(FeatureShape shape) throws IOException;
    }

    /**
     * A network that takes an image.
     *
     * @param fit how
     * @param network what the attempt gave
     */
    record Fitted<T>(SizeFit fit, T network) {}

    /** The image as it is. */
    static SizeFit none(FeatureShape input) {
        return new SizeFit(input, input);
    }

    /**
     * Finds the way to fit an image to a network.
     *
     * @throws ShapeException if no size a little larger helps; it is that of the image itself
     */
    static <T> Fitted<T> find(FeatureShape input, Attempt<T> attempt) throws IOException {
        try {
            return new Fitted<>(none(input), attempt.on(input));
        } catch (ShapeException e) {
            if (!input.spatial().isAtLeast(1)) {
                throw e;
            }
            for (int factor : FACTORS) {
                FeatureShape larger =
                        with(input, input.spatial().combine(input.spatial(), (n, m) -> roundUp(n, factor)));
                if (!larger.equals(input) && takes(attempt, larger)) {
                    if (takes(attempt, longer(input, factor))) {
                        throw e; // it is too small, whatever its remainder
                    }
                    SizeFit fit = new SizeFit(input, smallest(input, larger, attempt));
                    return new Fitted<>(fit, attempt.on(fit.taken));
                }
            }
            throw e;
        }
    }

    private static int roundUp(int size, int factor) {
        return Math.multiplyExact((size - 1) / factor + 1, factor);
    }

    private static FeatureShape with(FeatureShape shape, Extent spatial) {
        return new FeatureShape(shape.channels(), spatial);
    }

    private static FeatureShape longer(FeatureShape input, int factor) {
        return with(input, input.spatial().combine(input.spatial(), (n, m) -> Math.addExact(n, LONGER * factor)));
    }

    private static boolean takes(Attempt<?> attempt, FeatureShape shape) throws IOException {
        try {
            attempt.on(shape);
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }

    /** Axes whose size was right stay as they are. */
    private static FeatureShape smallest(FeatureShape input, FeatureShape larger, Attempt<?> attempt)
            throws IOException {
        FeatureShape best = larger;
        for (int axis = 0; axis < input.rank(); axis++) {
            int[] sizes = best.spatial().toArray();
            sizes[axis] = input.spatial().get(axis);
            FeatureShape candidate = with(input, Extent.of(sizes));
            best = takes(attempt, candidate) ? candidate : best;
        }
        return best;
    }

    /** Whether the image is taken as it is. */
    boolean isNone() {
        return input.equals(taken);
    }

    /**
     * What is done, in words; empty if nothing is.
     *
     * @param networks give the results
     */
    Optional<String> note(List<Network> networks) {
        return isNone()
                ? Optional.empty()
                : Optional.of("the network does not take " + input.spatial().join(" x ")
                        + " pixels (height x width): padded to "
                        + taken.spatial().join(" x ") + " (" + edgeName() + ")"
                        + (isCropped(networks) ? ", and the result cropped back" : ""));
    }

    private boolean isCropped(List<Network> networks) {
        return networks.stream().anyMatch(network -> crop(padded(network)).isPresent());
    }

    private String edgeName() {
        return edges().equals(EdgeMode.REFLECT) ? "reflected at the end" : "last pixels repeated";
    }

    /** Mirrored images need at least one pixel more than what is added. */
    private EdgeMode edges() {
        boolean isLongEnough = IntStream.range(0, input.rank())
                .allMatch(axis -> added(axis) < input.spatial().get(axis));
        return isLongEnough ? EdgeMode.REFLECT : EdgeMode.REPLICATE;
    }

    private int added(int axis) {
        return taken.spatial().get(axis) - input.spatial().get(axis);
    }

    /** The network with the padding before it. */
    Network padded(Network network) {
        if (isNone()) {
            return network;
        }
        String pad = unused(PAD, network);
        Extent end = taken.spatial().combine(input.spatial(), Math::subtractExact);
        Layer layer = new Pad(new Margins(Extent.filled(end.rank(), 0), end), edges());
        List<Network.Node> nodes = new ArrayList<>(List.of(new Network.Node(pad, layer, List.of(Network.INPUT))));
        for (Network.Node node : network.nodes()) {
            List<String> inputs = node.inputs().stream()
                    .map(name -> name.equals(Network.INPUT) ? pad : name)
                    .toList();
            nodes.add(new Network.Node(node.name(), node.layer(), inputs));
        }
        return new Network(nodes);
    }

    /**
     * The layer that cuts off what the padding adds to a result; empty if there is nothing to cut off.
     *
     * @param padded a network with its padding
     */
    Optional<Layer> crop(Network padded) {
        List<Optional<Layer>> crops = crops(padded);
        return crops.get(crops.size() - 1);
    }

    /** As above, for the maps of each layer. */
    List<Optional<Layer>> crops(Network padded) {
        if (isNone()) {
            return Collections.nCopies(padded.nodes().size(), Optional.empty());
        }
        List<FeatureShape> shapes = padded.shapes(input);
        List<FeatureShape> ofLarger = ofLarger(padded).orElse(List.of());
        List<FieldFormula> formulas = PullBack.of(padded, input).formulas();
        List<Optional<Layer>> crops = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Optional<FeatureShape> other = ofLarger.isEmpty() ? Optional.empty() : Optional.of(ofLarger.get(i));
            crops.add(crop(shapes.get(i), other, formulas.get(i).grids()));
        }
        return crops;
    }

    /** The maps of an image that is twice as large when it is padded; empty if the layers are made for one size. */
    private Optional<List<FeatureShape>> ofLarger(Network padded) {
        try {
            return Optional.of(padded.shapes(with(input, input.spatial().combine(taken.spatial(), Math::addExact))));
        } catch (ShapeException e) {
            return Optional.empty();
        }
    }

    /** Sizes that are the same for larger images have nothing to cut off. */
    private Optional<Layer> crop(
            FeatureShape result, Optional<FeatureShape> ofLarger, Optional<List<FieldGrid>> grids) {
        int[] end = new int[result.rank()];
        for (int axis = 0; axis < end.length; axis++) {
            int size = result.spatial().get(axis);
            int place = axis;
            boolean isFixed = ofLarger.filter(larger -> larger.spatial().get(place) == size)
                    .isPresent();
            double ratio = (double) taken.spatial().get(axis) / size;
            double stride = grids.map(list -> list.get(place).stride()).orElse(ratio);
            int surplus = stride == 0 || isFixed ? 0 : (int) Math.floor(added(axis) / stride + ROUNDING);
            end[axis] = -Math.max(0, Math.min(surplus, size - 1));
        }
        Extent cut = Extent.of(end);
        return cut.isAll(0)
                ? Optional.empty()
                : Optional.of(new Pad(new Margins(Extent.filled(end.length, 0), cut), EdgeMode.ZEROS));
    }

    /** The network with padding and cropping around it. */
    Network around(Network network) {
        Network padded = padded(network);
        return crop(padded).map(layer -> then(padded, layer)).orElse(padded);
    }

    /** As {@link #around}, for a network with its parameters. */
    FilledNetwork around(FilledNetwork filled) {
        Network network = around(filled.network());
        return new FilledNetwork(network, new Weights(network, filled.weights().asMap()), filled.source());
    }

    private static Network then(Network network, Layer crop) {
        List<Network.Node> nodes = new ArrayList<>(network.nodes());
        nodes.add(new Network.Node(
                unused(CROP, network), crop, List.of(network.output().name())));
        return new Network(nodes);
    }

    /** A name that no layer has. */
    static String unused(String wanted, Network network) {
        return unused(wanted, network.nodes().stream().map(Network.Node::name).toList());
    }

    /** A name that is not among others. */
    static String unused(String wanted, Collection<String> names) {
        String name = wanted;
        for (int i = 2; names.contains(name); i++) {
            name = wanted + i;
        }
        return name;
    }
}
