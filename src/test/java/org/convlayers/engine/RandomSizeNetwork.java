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

    private final Random random;
    private final int rank;
    private final RandomSizeLayers layers;

    private RandomSizeNetwork(long seed) {
        random = new Random(seed);
        rank = 1 + random.nextInt(Extent.MAX_RANK);
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
        return new RandomSizeNetwork(seed).draw();
    }

    private Case draw() {
        int longest = List.of(40, 14, 6).get(rank - 1);
        FeatureShape input = new FeatureShape(1 + random.nextInt(4), extent(() -> 3 + random.nextInt(longest - 2)));
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
                if (layer.outputShape(List.of(input)).requirePixels().elements() <= LARGEST_MAP) {
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
