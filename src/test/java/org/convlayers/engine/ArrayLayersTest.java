package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.CursorPlan;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Network;
import org.convlayers.layer.Rearrangement;
import org.convlayers.receptive.PixelSet;
import org.convlayers.receptive.PullBack;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers on whole arrays against their definition: fast and in double precision, whole and in tiles. */
class ArrayLayersTest {
    static Stream<Case> cases() {
        return IntStream.range(0, 60).mapToObj(seed -> draw(new Random(seed), "seed " + seed));
    }

    record Case(String name, Rearrangement layer, List<Integer> places) {
        @Override
        public String toString() {
            return name + ": " + layer;
        }
    }

    /** Axes of the input in some order, cut and with steps; in half of the cases the order stays as it is. */
    private static Case draw(Random random, String name) {
        int rank = 1 + random.nextInt(3);
        int[] sizes = random.ints(rank + 1, 1, 6).toArray();
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(0, rank).boxed().toList());
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        int[] out = new int[rank + 1];
        int[] strides = new int[rank + 1];
        int offset = 0;
        for (int k = 0; k <= rank; k++) {
            int axis = order.get(k);
            int stride = IntStream.of(sizes).skip(axis + 1L).reduce(1, (a, b) -> a * b);
            int step = 1 + random.nextInt(2);
            out[k] = 1 + random.nextInt((sizes[axis] - 1) / step + 1);
            int start = random.nextInt(sizes[axis] - (out[k] - 1) * step);
            boolean isReversed = random.nextInt(5) == 0;
            offset += stride * (isReversed ? start + (out[k] - 1) * step : start);
            strides[k] = stride * (isReversed ? -step : step);
        }
        int total = IntStream.of(out).reduce(1, (a, b) -> a * b);
        int[] places = new int[total];
        for (int n = 0; n < total; n++) {
            int rest = n;
            places[n] = offset;
            for (int k = rank; k >= 0; k--) {
                places[n] += rest % out[k] * strides[k];
                rest /= out[k];
            }
        }
        Rearrangement layer = new Rearrangement(
                shape(sizes),
                shape(out),
                IntStream.of(out).boxed().toList(),
                IntStream.of(strides).boxed().toList(),
                offset);
        return new Case(name, layer, IntStream.of(places).boxed().toList());
    }

    private static FeatureShape shape(int[] sizes) {
        return FeatureShape.of(sizes[0], IntStream.of(sizes).skip(1).toArray());
    }

    private static float[] values(int count, long seed) {
        float[] values = new float[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static float[][][][] planes(FeatureShape shape, float[] values) {
        Extent size = shape.spatial().to3D(1);
        int plane = size.get(1) * size.get(2);
        float[][][][] planes = new float[1][shape.channels()][size.get(0)][];
        for (int i = 0; i < shape.channels() * size.get(0); i++) {
            planes[0][i / size.get(0)][i % size.get(0)] = Arrays.copyOfRange(values, i * plane, (i + 1) * plane);
        }
        return planes;
    }

    private static float[] run(NetworkPlan plan, float[] values, Tiling tiling) {
        ArraySource source = new ArraySource(plan.inputShape(), planes(plan.inputShape(), values));
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        TileRunner.run(plan, source, sink, tiling, ParallelWorkers.ofContext(), Monitor.NONE);
        float[] result = new float[(int) plan.outputShape().elements()];
        int[] next = {0};
        for (float[][] channel : sink.planes()[0]) {
            for (float[] plane : channel) {
                System.arraycopy(plane, 0, result, next[0], plane.length);
                next[0] += plane.length;
            }
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesStandWhereTheDefinitionSays(Case made) {
        FeatureShape input = made.layer().input();
        Network network = Network.sequence(List.of(made.layer(), Activation.of(ActivationFunction.SQRT)));
        float[] values = values((int) input.elements(), 1);
        Weights none = new Weights(network, Map.of());
        float[] expected = new float[made.places().size()];
        for (int n = 0; n < expected.length; n++) {
            expected[n] = (float) Math.sqrt(values[made.places().get(n)]);
        }
        NetworkPlan fast = FloatPlan.create(network, none, input, Precision.FLOAT32);
        NetworkPlan plain = CursorPlan.create(network, none, input);
        for (int tile : List.of(1, 2, 3, 100)) {
            assertEquals(list(expected), list(run(fast, values, Tiling.of(fast.outputShape(), tile))), "tile " + tile);
        }
        assertEquals(list(expected), list(run(plain, values, Tiling.of(plain.outputShape(), 2))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fieldsAreWhatValuesComeFrom(Case made) {
        Rearrangement layer = made.layer();
        PullBack pullBack = PullBack.of(Network.sequence(List.of(layer)), layer.input());
        Extent out = layer.output().spatial().to3D(1);
        Extent in = layer.input().spatial().to3D(1);
        for (int pixel = 0; pixel < out.product(); pixel++) {
            int z = pixel / (out.get(1) * out.get(2));
            int y = pixel / out.get(2) % out.get(1);
            int x = pixel % out.get(2);
            PixelSet field = pullBack.pixels(0, PixelSet.ofRegions(List.of(at(z, y, x))));
            Set<Region> seen = new HashSet<>();
            for (int c = 0; c < layer.output().channels(); c++) {
                int place = made.places().get((int) (c * out.product()) + pixel) % (int) in.product();
                seen.add(at(place / (in.get(1) * in.get(2)), place / in.get(2) % in.get(1), place % in.get(2)));
            }
            assertEquals(PixelSet.ofRegions(List.copyOf(seen)), field);
        }
    }

    private static Region at(int z, int y, int x) {
        return new Region(AxisRanges.of(z, z), AxisRanges.of(y, y), AxisRanges.of(x, x));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printedIsParsed(Case made) {
        Network network = new Network(List.of(
                new Network.Node("0", new Constant(made.layer().output()), List.of(Network.INPUT)),
                new Network.Node("1", made.layer(), List.of(Network.INPUT)),
                new Network.Node("2", new Elementwise(Elementwise.Operation.ADD), List.of("0", "1"))));
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void constantsMeetWhatIsComputed(Case made) {
        FeatureShape input = made.layer().input();
        Network network = new Network(List.of(
                new Network.Node("known", new Constant(input), List.of(Network.INPUT)),
                new Network.Node("exp", Activation.of(ActivationFunction.EXP), List.of("known")),
                new Network.Node("sum", new Elementwise(Elementwise.Operation.ADD), List.of(Network.INPUT, "exp"))));
        float[] known = values((int) input.elements(), 2);
        float[] values = values((int) input.elements(), 3);
        List<Integer> sizes = Stream.concat(
                        Stream.of(input.channels()),
                        IntStream.of(input.spatial().toArray()).boxed())
                .toList();
        Weights weights = new Weights(network, Map.of("known.value", new Tensor(known, sizes)));
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = values[i] + (float) Math.exp(known[i]);
        }
        NetworkPlan fast = FloatPlan.create(network, weights, input, Precision.FLOAT32);
        NetworkPlan plain = CursorPlan.create(network, weights, input);
        for (int tile : List.of(1, 2, 100)) {
            assertEquals(list(expected), list(run(fast, values, Tiling.of(input, tile))), "tile " + tile);
        }
        float[] exact = run(plain, values, Tiling.of(input, 2));
        for (int i = 0; i < exact.length; i++) {
            assertEquals(expected[i], exact[i], 1e-6);
        }
        PullBack pullBack = PullBack.of(network, input);
        assertTrue(pullBack.pixels(0, PixelSet.ofRegions(List.of(at(0, 0, 0)))).isEmpty());
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
