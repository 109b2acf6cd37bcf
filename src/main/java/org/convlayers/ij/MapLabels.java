package org.convlayers.ij;

import ij.ImagePlus;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.weights.WeightSource;

/** Names for feature maps that tell where they come from: {@code sobel x of red}, {@code dilation 2: kernel 1 of green}. */
final class MapLabels {
    private static final List<String> AXES = List.of("x", "y", "z");
    private static final List<String> COLORS = List.of("red", "green", "blue");

    private final Network network;
    private final WeightSource weights;
    private final List<String> inputs;

    private MapLabels(Network network, WeightSource weights, List<String> inputs) {
        this.network = network;
        this.weights = weights;
        this.inputs = inputs;
    }

    /**
     * The labels of a network's output.
     *
     * @param network the layers
     * @param weights what fills them
     * @param image what the network is applied to
     */
    static List<String> of(Network network, WeightSource weights, ImagePlus image) {
        return new MapLabels(network, weights, channelNames(image)).of(network.output());
    }

    /** The names of an image's channels: the labels of its first planes if they tell them apart, or their numbers. */
    static List<String> channelNames(ImagePlus image) {
        int channels = ImagePlusImg.channels(image);
        if (channels == COLORS.size() && image.getNChannels() == 1) {
            return COLORS;
        }
        List<String> labels = IntStream.rangeClosed(1, image.getNChannels())
                .mapToObj(c -> image.getStack().getShortSliceLabel(c))
                .map(label -> label == null ? "" : label)
                .toList();
        boolean areNames = channels == image.getNChannels()
                && labels.stream().filter(label -> !label.isBlank()).distinct().count() == channels;
        return areNames
                ? labels
                : IntStream.rangeClosed(1, channels)
                        .mapToObj(c -> "channel " + c)
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
