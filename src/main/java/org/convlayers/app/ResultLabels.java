package org.convlayers.app;

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
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.weights.WeightSource;

/** Names for feature maps that tell where they come from: {@code sobel x of red}, {@code dilation 2: kernel 1 of green}. */
public final class ResultLabels {
    private static final List<String> AXES = List.of("x", "y", "z");

    private final Network network;
    private final WeightSource weights;
    private final List<String> inputs;

    private ResultLabels(Network network, WeightSource weights, List<String> inputs) {
        this.network = network;
        this.weights = weights;
        this.inputs = inputs;
    }

    /**
     * A label for each channel of a network's output.
     *
     * @param network the layers
     * @param weights what fills them
     * @param channels the names of the channels of the image that the network is applied to
     */
    public static List<String> of(Network network, WeightSource weights, List<String> channels) {
        return new ResultLabels(network, weights, channels).of(network.output());
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
        return name.equals(Network.INPUT) ? inputs : of(network.nodes().get(network.indexOf(name)));
    }

    private List<String> of(Network.Node node) {
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
        if (layer.keepsChannels()) {
            return of(node.inputs().get(0));
        }
        return mapNumbers(outChannels(layer, node.inputs().get(0)));
    }

    /** Of layers that make other channels than they take. */
    private int outChannels(Layer layer, String input) {
        if (layer instanceof TransposedConvolution convolution) {
            return convolution.outChannels();
        }
        int channels = of(input).size();
        if (layer instanceof PixelShuffle shuffle) {
            return channels / (shuffle.upscaleFactor() * shuffle.upscaleFactor());
        }
        if (layer instanceof PixelUnshuffle shuffle) {
            return channels * shuffle.downscaleFactor() * shuffle.downscaleFactor();
        }
        throw new IllegalStateException("the channels that " + layer + " gives are not known");
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
