package org.convlayers.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.RandomSizeLayers;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/** Chains of layers that change sizes, with weights and an input; the same for a seed. */
public final class RandomSizeNetwork {
    private static final int LARGEST_MAP = 4000;
    private static final int LARGEST_NARROW_MAP = 20_000;

    private final Random random;
    private final int rank;
    private final int largestMap;
    private final RandomSizeLayers layers;

    private RandomSizeNetwork(Random random, int rank, int largestMap) {
        this.random = random;
        this.rank = rank;
        this.largestMap = largestMap;
        layers = new RandomSizeLayers(random, rank);
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
        Random random = new Random(seed);
        int rank = 1 + random.nextInt(Extent.MAX_RANK);
        int longest = List.of(40, 14, 6).get(rank - 1);
        RandomSizeNetwork network = new RandomSizeNetwork(random, rank, LARGEST_MAP);
        int channels = 1 + random.nextInt(4);
        return network.draw(new FeatureShape(channels, network.extent(() -> 3 + random.nextInt(longest - 2))));
    }

    /** The case of a seed with maps that are much higher than wide. */
    static Case narrow(long seed) {
        Random random = new Random(seed);
        Extent size = Extent.of(200 + random.nextInt(500), 2 + random.nextInt(6));
        return new RandomSizeNetwork(random, 2, LARGEST_NARROW_MAP).draw(new FeatureShape(1 + random.nextInt(4), size));
    }

    /** The case of a seed with volumes that are much deeper than wide. */
    static Case deep(long seed) {
        Random random = new Random(seed);
        Extent size = Extent.of(200 + random.nextInt(300), 2 + random.nextInt(4), 2 + random.nextInt(4));
        return new RandomSizeNetwork(random, 3, LARGEST_NARROW_MAP).draw(new FeatureShape(1 + random.nextInt(4), size));
    }

    private Case draw(FeatureShape input) {
        List<Layer> drawn = new ArrayList<>();
        FeatureShape shape = input;
        int wanted = 1 + random.nextInt(4);
        while (drawn.size() < wanted) {
            Layer layer = next(shape);
            drawn.add(layer);
            shape = layer.outputShape(List.of(shape));
        }
        Network network = Network.sequence(drawn);
        Tensor x = new Tensor(values((int) input.elements()), List.of((int) input.elements()));
        return new Case(network, weights(network), input, x);
    }

    private Layer next(FeatureShape input) {
        while (true) {
            try {
                Layer layer = layers.next(input.channels());
                if (layer.outputShape(List.of(input)).requirePixels().elements() <= largestMap) {
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

    private Extent extent(IntSupplier number) {
        return Extent.of(IntStream.generate(number).limit(rank).toArray());
    }
}
