package org.convlayers.arithmetic;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;

/** A layer of any kind on a small input, all whole numbers, drawn from a seed. */
record RandomLayer(Layer layer, Weights weights, Tensor input, LayerArithmetic arithmetic) {
    private static final List<EdgeMode> EDGES = List.of(
            EdgeMode.ZEROS,
            EdgeMode.REFLECT,
            EdgeMode.REPLICATE,
            EdgeMode.CIRCULAR,
            EdgeMode.MIRROR,
            EdgeMode.constant(3));

    static RandomLayer convolution(long seed) {
        return draw(seed, random -> {
            int groups = 1 + random.nextInt(3);
            return new Convolution(
                    groups * (1 + random.nextInt(2)),
                    groups * (1 + random.nextInt(2)),
                    window(random),
                    EDGES.get(random.nextInt(EDGES.size())),
                    groups,
                    random.nextBoolean());
        });
    }

    static RandomLayer transposed(long seed) {
        return draw(seed, random -> {
            int groups = 1 + random.nextInt(3);
            return new TransposedConvolution(
                    groups * (1 + random.nextInt(2)),
                    groups * (1 + random.nextInt(2)),
                    window(random),
                    extent(random, 0, 3),
                    groups,
                    random.nextBoolean());
        });
    }

    private static Window window(Random random) {
        return new Window(
                extent(random, 1, 4),
                extent(random, 1, 4),
                extent(random, 1, 3),
                new Padding.Explicit(new Margins(extent(random, 0, 4), extent(random, 0, 4))));
    }

    private static Extent extent(Random random, int from, int below) {
        return Extent.of(from + random.nextInt(below - from), from + random.nextInt(below - from));
    }

    private static RandomLayer draw(long seed, Function<Random, Layer> layers) {
        Random random = new Random(seed);
        Optional<RandomLayer> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            drawn = tryToDraw(random, layers);
        }
        return drawn.get();
    }

    /** Not every draw is a layer, and not every layer takes the input. */
    private static Optional<RandomLayer> tryToDraw(Random random, Function<Random, Layer> layers) {
        try {
            Layer layer = layers.apply(random);
            Extent size = extent(random, 1, 8);
            Tensor input =
                    Examples.random(List.of(layer.takenChannels().orElseThrow(), size.get(0), size.get(1)), random);
            Network network = Network.sequence(List.of(layer));
            Weights weights = Examples.weights(network, random.nextLong());
            return Optional.of(new RandomLayer(
                    layer,
                    weights,
                    input,
                    LayerArithmetic.stages(network, weights, input).get(0)));
        } catch (ShapeException e) {
            return Optional.empty();
        }
    }

    Network network() {
        return Network.sequence(List.of(layer));
    }

    @Override
    public String toString() {
        return layer + " of " + input.shape();
    }
}
