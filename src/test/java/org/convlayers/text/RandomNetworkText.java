package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.BatchNormalization;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Pad;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.layer.RandomSizeLayers;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/** Draws networks with every argument and the strangest names; they need not fit any image. The same for a seed. */
final class RandomNetworkText {
    private static final String SIGNS = "ab.01-/:_ ()[]'\"#;,\\\n\r\t=é世\uD83D\uDE00\u0000\u00A0";

    private final Random random;
    private final int rank;

    private RandomNetworkText(long seed) {
        random = new Random(seed);
        rank = 1 + random.nextInt(Extent.MAX_RANK);
    }

    static Network withSeed(long seed) {
        return new RandomNetworkText(seed).network();
    }

    private Network network() {
        List<String> names = new ArrayList<>(List.of(Network.INPUT));
        List<Network.Node> nodes = new ArrayList<>();
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            Layer layer = layer();
            Network.Node node = new Network.Node(name(names), layer, inputs(names, layer));
            nodes.add(node);
            names.add(node.name());
        }
        return new Network(nodes);
    }

    private String name(List<String> taken) {
        String name = Integer.toString(taken.size() - 1);
        while (taken.contains(name) || (random.nextInt(3) == 0) || name.isBlank()) {
            name = random.nextInt(4) == 0 ? "input" : word();
        }
        return name;
    }

    private String word() {
        return random.ints(1 + random.nextInt(6), 0, SIGNS.length())
                .mapToObj(i -> SIGNS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private List<String> inputs(List<String> names, Layer layer) {
        int count = layer.isJoin() ? 1 + random.nextInt(3) : 1;
        String previous = names.get(names.size() - 1);
        return IntStream.range(0, count)
                .mapToObj(i -> random.nextBoolean() ? previous : oneOf(names))
                .toList();
    }

    private Layer layer() {
        int channels = 1 + random.nextInt(8);
        return switch (random.nextInt(8)) {
            case 0 -> activation();
            case 1 -> join();
            case 2 -> normalization(channels);
            case 3 -> channelwise(channels);
            case 4 ->
                new Pad(new Margins(extent(() -> random.nextInt(7) - 3), extent(() -> random.nextInt(7) - 3)), edges());
            case 5 -> array();
            case 6 -> new RandomSizeLayers(random, rank).next(channels);
            default -> convolution();
        };
    }

    private Layer join() {
        Elementwise.Operation operation = oneOf(List.of(Elementwise.Operation.values()));
        return random.nextBoolean() ? new Concatenation() : new Elementwise(operation);
    }

    private Layer normalization(int channels) {
        double epsilon = oneOf(List.of(1e-5, 1e-3, 0.0, 0.1));
        boolean affine = random.nextBoolean();
        return switch (random.nextInt(3)) {
            case 0 -> new BatchNormalization(rank, channels, epsilon, affine);
            case 1 -> new InstanceNormalization(rank, channels, epsilon, affine, random.nextBoolean());
            default -> new GroupNormalization(channels, 2 * channels, epsilon, affine);
        };
    }

    private Layer channelwise(int channels) {
        return switch (random.nextInt(4)) {
            case 0 -> new ParametricRelu(channels, number());
            case 1 -> new Softmax(random.nextInt(6) - 3, random.nextBoolean());
            case 2 -> new ArgMax();
            default -> new Dropout(oneOf(List.of(Dropout.Kind.values())), random.nextInt(5) / 4.0);
        };
    }

    private Layer array() {
        FeatureShape shape = new FeatureShape(1 + random.nextInt(3), extent(() -> 1 + random.nextInt(3)));
        int elements = (int) shape.elements();
        return random.nextBoolean()
                ? new Constant(shape)
                : new Rearrangement(shape, shape, List.of(elements), List.of(-1), elements - 1);
    }

    private Activation activation() {
        ActivationFunction function = oneOf(List.of(ActivationFunction.values()));
        List<Double> arguments = function.parameters().stream()
                .map(parameter ->
                        random.nextBoolean() ? parameter.defaultValue().orElse(0) : number())
                .toList();
        boolean isRefused = (function == ActivationFunction.CELU && arguments.get(0) == 0)
                || (function == ActivationFunction.HARDTANH && !(arguments.get(1) > arguments.get(0)));
        return isRefused ? Activation.of(function) : new Activation(function, arguments);
    }

    private double number() {
        return oneOf(List.of(0.0, -0.0, 1.0, 1e-5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, random.nextGaussian()));
    }

    private Convolution convolution() {
        int groups = 1 + random.nextInt(3);
        Extent stride = extent(() -> 1 + random.nextInt(3));
        Padding padding = padding();
        Window window = new Window(
                extent(() -> 1 + random.nextInt(5)),
                padding == Padding.Rule.SAME ? Extent.filled(rank, 1) : stride,
                extent(() -> 1 + random.nextInt(3)),
                padding);
        return new Convolution(
                groups * (1 + random.nextInt(3)),
                groups * (1 + random.nextInt(3)),
                window,
                edges(),
                groups,
                random.nextBoolean());
    }

    private Padding padding() {
        return switch (random.nextInt(4)) {
            case 0 -> Padding.none(rank);
            case 1 -> Padding.symmetric(extent(() -> random.nextInt(3)));
            case 2 ->
                new Padding.Explicit(new Margins(extent(() -> random.nextInt(3)), extent(() -> random.nextInt(3))));
            default -> oneOf(List.of(Padding.Rule.values()));
        };
    }

    private EdgeMode edges() {
        EdgeMode.Rule rule = oneOf(List.of(EdgeMode.Rule.values()));
        return rule == EdgeMode.Rule.CONSTANT ? EdgeMode.constant((float) number()) : new EdgeMode(rule, 0);
    }

    private Extent extent(IntSupplier number) {
        int all = number.getAsInt();
        return random.nextBoolean()
                ? Extent.filled(rank, all)
                : Extent.of(IntStream.generate(number).limit(rank).toArray());
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
