package org.convlayers.receptive;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Rearrangement;
import org.convlayers.layer.Softmax;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/**
 * Small networks on planes whose layers tell channels apart and keep them apart: pixel shuffles, slices, shuffles of channels,
 * concatenation, depthwise and grouped layers; the same for a seed.
 */
public final class RandomChannelNetworks {
    private static final int LARGEST_MAP = 700;

    private final Random random;
    private final RandomGraph graph;

    private RandomChannelNetworks(long seed) {
        random = new Random(seed);
        FeatureShape input =
                FeatureShape.of(1 + random.nextInt(4), 4 + 2 * random.nextInt(4), 4 + 2 * random.nextInt(4));
        graph = new RandomGraph(input, LARGEST_MAP);
    }

    public static RandomNetworks.Case withSeed(long seed) {
        return new RandomChannelNetworks(seed).draw();
    }

    private RandomNetworks.Case draw() {
        int wanted = 3 + random.nextInt(6);
        while (graph.size() < wanted) {
            add();
        }
        return graph.made();
    }

    /** Adds a random layer, if the shapes allow it. */
    private void add() {
        int source = graph.size() - 1;
        List<Integer> sources = List.of(source);
        Layer layer = layer(graph.shape(source));
        if (layer.isJoin()) {
            sources = List.of(source, random.nextInt(graph.size() + 1) - 1);
        }
        graph.addIfItFits(layer, sources);
    }

    private Layer layer(FeatureShape shape) {
        int channels = shape.channels();
        return switch (random.nextInt(16)) {
            case 0, 1 -> new PixelUnshuffle(2);
            case 2, 3 -> new PixelShuffle(2);
            case 4, 5 -> new Concatenation();
            case 6 -> new Elementwise(Elementwise.Operation.ADD);
            case 7, 8 -> convolution(channels, channels);
            case 9 -> convolution(channels, divisor(channels));
            case 10 -> transposed(channels, divisor(channels));
            case 11 -> part(shape);
            case 12 -> shuffled(shape, divisor(channels));
            case 13 -> mixed(shape);
            case 14 -> new GroupNormalization(divisor(channels), channels, 0.1, false);
            default -> rare(channels);
        };
    }

    private Layer rare(int channels) {
        return switch (random.nextInt(5)) {
            case 0 -> new ArgMax();
            case 1 -> new Softmax(1 + random.nextInt(3), false);
            case 2 -> new MaxPooling(window(), false);
            case 3 -> Activation.of(ActivationFunction.RELU);
            default -> convolution(channels, 1);
        };
    }

    private int divisor(int number) {
        List<Integer> divisors = IntStream.rangeClosed(1, number)
                .filter(divisor -> number % divisor == 0)
                .boxed()
                .toList();
        return divisors.get(random.nextInt(divisors.size()));
    }

    private Convolution convolution(int channels, int groups) {
        Window window = random.nextInt(4) == 0 ? window() : window().withPadding(Padding.Rule.SAME);
        return new Convolution(channels, groups * (1 + random.nextInt(2)), window, EdgeMode.ZEROS, groups, true);
    }

    private Layer transposed(int channels, int groups) {
        return new TransposedConvolution(
                channels, groups, window().withStride(Extent.of(1, 2)), Extent.of(0, 0), groups, false);
    }

    private Window window() {
        return Window.ofKernel(Extent.of(1 + random.nextInt(3), 1 + random.nextInt(3)));
    }

    /** Some channels, perhaps every second one, perhaps backwards. */
    private Rearrangement part(FeatureShape shape) {
        int step = 1 + random.nextInt(2);
        int count = 1 + random.nextInt((shape.channels() - 1) / step + 1);
        int start = random.nextInt(shape.channels() - (count - 1) * step);
        int plane = (int) shape.spatial().product();
        boolean isReversed = random.nextBoolean();
        return new Rearrangement(
                shape,
                new FeatureShape(count, shape.spatial()),
                List.of(count, plane),
                List.of(isReversed ? -step * plane : step * plane, 1),
                (isReversed ? start + (count - 1) * step : start) * plane);
    }

    /** The first channels of all groups, then their second ones, and so on, as in ShuffleNet. */
    private static Rearrangement shuffled(FeatureShape shape, int groups) {
        int plane = (int) shape.spatial().product();
        int inGroup = shape.channels() / groups;
        return new Rearrangement(shape, shape, List.of(inGroup, groups, plane), List.of(plane, inGroup * plane, 1), 0);
    }

    /** Channels and rows change places; or rows and columns. */
    private Rearrangement mixed(FeatureShape shape) {
        int channels = shape.channels();
        int height = shape.spatial().get(0);
        int width = shape.spatial().get(1);
        return random.nextBoolean()
                ? new Rearrangement(
                        shape,
                        FeatureShape.of(height, channels, width),
                        List.of(height, channels, width),
                        List.of(width, height * width, 1),
                        0)
                : new Rearrangement(
                        shape,
                        FeatureShape.of(channels, width, height),
                        List.of(channels, width, height),
                        List.of(height * width, 1, width),
                        0);
    }
}
