package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.BatchNormalization;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pad;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.layer.RandomSizeLayers;
import org.convlayers.layer.Softmax;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/**
 * Small networks of one to three axes with branches, every edge mode and every kind of padding, layers that change sizes or
 * look at whole maps, and branches of one pixel; the same for a seed.
 */
public final class RandomNetworks {
    private static final List<EdgeMode> EDGES = List.of(
            EdgeMode.ZEROS,
            EdgeMode.constant(2),
            EdgeMode.REFLECT,
            EdgeMode.REPLICATE,
            EdgeMode.CIRCULAR,
            EdgeMode.MIRROR);

    /** Large, so that maps with little in them are not blown up to noise. */
    private static final double EPSILON = 0.1;

    private static final int LARGEST_MAP = 2000;

    private static final List<Padding.Rule> RULES = List.of(Padding.Rule.values());

    private final Random random;
    private final int rank;
    private final RandomSizeLayers sizes;
    private final RandomGraph graph;

    /** A network and the shape of its input. */
    public record Case(Network network, FeatureShape input) {}

    private RandomNetworks(long seed) {
        random = new Random(seed);
        rank = 1 + random.nextInt(Extent.MAX_RANK);
        sizes = new RandomSizeLayers(random, rank);
        int longest = rank == 1 ? 40 : rank == 2 ? 16 : 7;
        graph = new RandomGraph(new FeatureShape(1 + random.nextInt(2), extent(3, longest)), LARGEST_MAP);
    }

    public static Case withSeed(long seed) {
        return new RandomNetworks(seed).draw();
    }

    private Case draw() {
        int wanted = 1 + random.nextInt(6);
        while (graph.size() < wanted) {
            add();
        }
        return graph.made();
    }

    /** Adds a random layer, if the shapes allow it. */
    private void add() {
        int source = graph.size() - 1 - (random.nextInt(4) == 0 ? random.nextInt(graph.size() + 1) : 0);
        FeatureShape shape = graph.shape(source);
        int kind = random.nextInt(15);
        List<Integer> sources = List.of(source);
        Layer layer = kind < 6 ? convolution(shape) : other(kind, shape);
        if ((kind == 10 || kind == 11) && graph.size() > 0) {
            layer = kind == 10 ? new Concatenation() : elementwise();
            sources = joinable(source, shape, kind == 11);
        }
        graph.addIfItFits(layer, sources);
    }

    private Layer other(int kind, FeatureShape shape) {
        int channels = shape.channels();
        return switch (kind) {
            case 6 -> pad();
            case 7 ->
                random.nextBoolean()
                        ? new InstanceNormalization(rank, channels, EPSILON, random.nextBoolean(), false)
                        : new GroupNormalization(1, channels, EPSILON, random.nextBoolean());
            case 8 -> new Softmax(1 + random.nextInt(rank + 1), random.nextBoolean());
            case 9 -> random.nextBoolean() ? new ParametricRelu(channels, 0) : batchNormalization(channels);
            case 10, 11 -> Activation.of(ActivationFunction.RELU);
            default -> sizes.next(channels);
        };
    }

    private BatchNormalization batchNormalization(int channels) {
        return new BatchNormalization(rank, channels, EPSILON, random.nextBoolean());
    }

    private Elementwise elementwise() {
        List<Elementwise.Operation> operations = List.of(
                Elementwise.Operation.ADD,
                Elementwise.Operation.SUBTRACT,
                Elementwise.Operation.MULTIPLY,
                Elementwise.Operation.MAXIMUM);
        return new Elementwise(operations.get(random.nextInt(operations.size())));
    }

    private Pad pad() {
        return new Pad(new Margins(extent(-1, 3), extent(-1, 3)), EDGES.get(random.nextInt(EDGES.size())));
    }

    private List<Integer> joinable(int source, FeatureShape shape, boolean broadcasts) {
        List<Integer> sources = new ArrayList<>(List.of(source));
        for (int i = -1; i < graph.size(); i++) {
            if (i != source && (broadcasts || graph.shape(i).spatial().equals(shape.spatial()))) {
                sources.add(i);
            }
        }
        return broadcasts && sources.size() > 1
                ? List.of(source, sources.get(1 + random.nextInt(sources.size() - 1)))
                : sources;
    }

    private Convolution convolution(FeatureShape input) {
        boolean same = random.nextBoolean();
        Extent stride = same || random.nextBoolean() ? Extent.filled(rank, 1) : extent(1, 3);
        Padding padding = same ? Padding.Rule.SAME : padding();
        if (padding == Padding.Rule.SAME) {
            stride = Extent.filled(rank, 1);
        }
        Window window = new Window(extent(1, 4), stride, extent(1, 3), padding);
        EdgeMode edges = EDGES.get(random.nextInt(EDGES.size()));
        return new Convolution(input.channels(), 1 + random.nextInt(2), window, edges, 1, false);
    }

    private Padding padding() {
        if (random.nextBoolean()) {
            return new Padding.Explicit(new Margins(extent(0, 3), extent(0, 3)));
        }
        return RULES.get(random.nextInt(RULES.size()));
    }

    private Extent extent(int least, int most) {
        int[] values = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            values[axis] = least + random.nextInt(most - least + 1);
        }
        return Extent.of(values);
    }
}
