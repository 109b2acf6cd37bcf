package org.convlayers.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.WeightSource;

/** Names for feature maps that tell where they come from: {@code sobel x of red}, {@code dilation 2: kernel 1 of green}. */
public final class ResultLabels {
    private static final List<String> AXES = List.of("x", "y", "z");

    private final Network network;
    private final WeightSource weights;
    private final List<String> inputs;
    private final List<FeatureShape> shapes;
    private final List<List<String>> ofNodes = new ArrayList<>();

    private ResultLabels(Network network, WeightSource weights, List<String> inputs, List<FeatureShape> shapes) {
        this.network = network;
        this.weights = weights;
        this.inputs = inputs;
        this.shapes = shapes;
    }

    /**
     * A label for each channel of a network's output.
     *
     * @param network the layers
     * @param weights what fills them
     * @param channels the names of the channels of the image that the network is applied to
     * @param input the shape of its input
     */
    public static List<String> of(Network network, WeightSource weights, List<String> channels, FeatureShape input) {
        ResultLabels labels = new ResultLabels(network, weights, channels, network.shapes(input));
        network.nodes().forEach(node -> labels.ofNodes.add(labels.of(node)));
        return labels.of(network.output().name());
    }

    /** The names of channels that have none: {@code channel 1}, {@code channel 2}, … */
    public static List<String> numbered(int channels) {
        return IntStream.rangeClosed(1, channels).mapToObj(c -> "channel " + c).toList();
    }

    /** A label for each plane of a stack, of which channels run fastest. */
    static List<String> ofPlanes(List<String> ofChannels, StackLayout stack) {
        return Collections.nCopies(stack.slices() * stack.frames(), ofChannels).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<String> of(String name) {
        return name.equals(Network.INPUT) ? inputs : ofNodes.get(network.indexOf(name));
    }

    private List<String> of(Network.Node node) {
        int channels = shapes.get(ofNodes.size()).channels();
        List<String> labels = named(node, channels);
        return labels.size() == channels ? labels : mapNumbers(channels);
    }

    private List<String> named(Network.Node node, int channels) {
        Layer layer = node.layer();
        if (layer instanceof Convolution convolution) {
            return of(convolution, node.inputs().get(0).equals(Network.INPUT));
        }
        if (layer instanceof Concatenation) {
            return node.inputs().stream()
                    .flatMap(branch -> of(branch).stream().map(label -> dilation(branch) + label))
                    .toList();
        }
        if (layer instanceof Elementwise) {
            return node.inputs().stream()
                    .map(this::of)
                    .max(Comparator.comparingInt(List::size))
                    .orElseThrow();
        }
        return layer.keepsChannels() ? of(node.inputs().get(0)) : mapNumbers(channels);
    }

    private static List<String> mapNumbers(int channels) {
        return IntStream.rangeClosed(1, channels).mapToObj(c -> "map " + c).toList();
    }

    private String dilation(String branch) {
        return !branch.equals(Network.INPUT)
                        && network.nodes().get(network.indexOf(branch)).layer() instanceof Convolution convolution
                ? "dilation " + convolution.window().dilation().get(0) + ": "
                : "";
    }

    private List<String> of(Convolution convolution, boolean seesImage) {
        int kernels = convolution.outChannels() / convolution.groups();
        if (!seesImage || convolution.groups() != convolution.inChannels()) {
            return mapNumbers(convolution.outChannels());
        }
        return inputs.stream()
                .flatMap(input -> kernelNames(kernels).map(kernel -> kernel + " of " + input))
                .toList();
    }

    /** Banks with a kernel for each axis have them in the order x, y, z. */
    private Stream<String> kernelNames(int kernels) {
        String name = weights instanceof WeightSource.Bank bank ? bank.toString() : "kernel";
        if (kernels == 1) {
            return Stream.of(name);
        }
        boolean isPerAxis =
                weights instanceof WeightSource.Bank && network.rank().orElse(0) == kernels;
        return IntStream.range(0, kernels).mapToObj(k -> name + " " + (isPerAxis ? AXES.get(k) : k + 1));
    }
}
