package org.convlayers.app;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
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

    private List<String> of(Network.Node node) {
        if (node.layer() instanceof Activation && !node.inputs().get(0).equals(Network.INPUT)) {
            return of(input(node, 0));
        }
        if (node.layer() instanceof Concatenation) {
            return IntStream.range(0, node.inputs().size())
                    .mapToObj(branch -> input(node, branch))
                    .flatMap(branch -> of(branch).stream().map(label -> dilation(branch) + label))
                    .toList();
        }
        if (node.layer() instanceof Convolution convolution) {
            return of(convolution, node.inputs().get(0).equals(Network.INPUT));
        }
        return inputs;
    }

    private Network.Node input(Network.Node node, int index) {
        return network.nodes().get(network.indexOf(node.inputs().get(index)));
    }

    private static String dilation(Network.Node branch) {
        return branch.layer() instanceof Convolution convolution
                ? "dilation " + convolution.window().dilation().get(0) + ": "
                : "";
    }

    private List<String> of(Convolution convolution, boolean seesImage) {
        int kernels = convolution.outChannels() / convolution.groups();
        if (!seesImage || convolution.groups() != convolution.inChannels()) {
            return IntStream.rangeClosed(1, convolution.outChannels())
                    .mapToObj(c -> "map " + c)
                    .toList();
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
