package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Coordinates;
import org.convlayers.layer.Interpolation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Network;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/** Chains of layers that change sizes, with weights and an input; the same for a seed. */
public final class RandomSizeNetwork {
    private static final int LARGEST_MAP = 4000;

    private final Random random;
    private final int rank;

    private RandomSizeNetwork(long seed) {
        random = new Random(seed);
        rank = 1 + random.nextInt(Extent.MAX_RANK);
    }

    /** A network, its weights and an input for it. */
    public record Case(Network network, Weights weights, FeatureShape shape, Tensor values) {
        float[] input() {
            return values.data();
        }

        @Override
        public String toString() {
            return network.nodes().stream().map(Network.Node::layer).toList() + " of " + shape;
        }
    }

    /** The case of a seed. */
    public static Case withSeed(long seed) {
        return new RandomSizeNetwork(seed).draw();
    }

    private Case draw() {
        int longest = List.of(40, 14, 6).get(rank - 1);
        FeatureShape input = new FeatureShape(1 + random.nextInt(4), extent(() -> 3 + random.nextInt(longest - 2)));
        List<Layer> layers = new ArrayList<>();
        FeatureShape shape = input;
        int wanted = 1 + random.nextInt(4);
        while (layers.size() < wanted) {
            Layer layer = next(shape);
            layers.add(layer);
            shape = layer.outputShape(List.of(shape));
        }
        Network network = Network.sequence(layers);
        Tensor x = new Tensor(values((int) input.elements()), List.of((int) input.elements()));
        return new Case(network, weights(network), input, x);
    }

    private Layer next(FeatureShape input) {
        while (true) {
            try {
                Layer layer = layer(input);
                if (layer.outputShape(List.of(input)).elements() <= LARGEST_MAP) {
                    return layer;
                }
            } catch (ShapeException e) {
                // another draw will fit
            }
        }
    }

    private Weights weights(Network network) {
        return new Weights(
                network,
                network.parameters().stream()
                        .collect(Collectors.toMap(
                                Layer.Parameter::name,
                                parameter -> new Tensor(values((int) parameter.elements()), parameter.shape()))));
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Layer layer(FeatureShape input) {
        return switch (random.nextInt(9)) {
            case 0 -> convolution(input.channels());
            case 1, 2 -> transposed(input.channels());
            case 3 -> new MaxPooling(window(extent(() -> 1 + random.nextInt(3))), random.nextBoolean());
            case 4 -> average();
            case 5 -> adaptive();
            case 6 -> rank == 2 && input.channels() % 4 == 0 ? new PixelShuffle(2) : new PixelUnshuffle(2);
            default -> upsampling();
        };
    }

    private Convolution convolution(int channels) {
        return new Convolution(
                channels, 1 + random.nextInt(3), window(extent(() -> 1 + random.nextInt(3))), EdgeMode.ZEROS, 1, true);
    }

    private TransposedConvolution transposed(int channels) {
        Window window = window(extent(() -> 1 + random.nextInt(3)));
        Extent outputPadding = window.stride().combine(window.dilation(), (s, d) -> random.nextInt(Math.max(s, d)));
        int groups = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
        return new TransposedConvolution(
                channels, groups * (1 + random.nextInt(2)), window, outputPadding, groups, random.nextBoolean());
    }

    private AveragePooling average() {
        OptionalInt divisor = rank > 1 && random.nextInt(4) == 0 ? OptionalInt.of(3) : OptionalInt.empty();
        Window window = window(Extent.filled(rank, 1));
        return new AveragePooling(window, random.nextBoolean(), random.nextBoolean(), divisor);
    }

    private AdaptivePooling adaptive() {
        List<OptionalInt> size = IntStream.range(0, rank)
                .mapToObj(axis -> random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(6)))
                .toList();
        return new AdaptivePooling(random.nextBoolean() ? PoolingOperation.MAX : PoolingOperation.AVERAGE, size);
    }

    private Upsampling upsampling() {
        List<Interpolation> suited = Stream.of(Interpolation.values())
                .filter(interpolation -> interpolation.rank().orElse(rank) == rank)
                .toList();
        Interpolation interpolation = suited.get(random.nextInt(suited.size()));
        Coordinates other = interpolation == Interpolation.NEAREST ? Coordinates.ASYMMETRIC : Coordinates.ALIGN_CORNERS;
        Upsampling.Target target = random.nextBoolean()
                ? new Upsampling.Size(extent(() -> 1 + random.nextInt(12)))
                : new Upsampling.Factors(
                        Collections.nCopies(
                                rank, List.of(2.0, 1.5, 0.5, 3.0, 1.7, 1.0).get(random.nextInt(6))),
                        random.nextBoolean());
        return new Upsampling(interpolation, random.nextBoolean() ? Coordinates.HALF_PIXEL : other, target);
    }

    private Window window(Extent dilation) {
        Padding padding =
                new Padding.Explicit(new Margins(extent(() -> random.nextInt(3)), extent(() -> random.nextInt(3))));
        return new Window(extent(() -> 1 + random.nextInt(4)), extent(() -> 1 + random.nextInt(3)), dilation, padding);
    }

    private Extent extent(IntSupplier number) {
        return Extent.of(IntStream.generate(number).limit(rank).toArray());
    }
}
