package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.convlayers.app.NetworkRun;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.img.CursorPlan;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.Upsampling;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of both engines on random networks: branches, every edge mode, every padding, one to three axes. */
class TilingPropertiesTest {
    private static final int ITEMS = 2;

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    /** A random network with random weights and input. */
    private record Case(Network network, Weights weights, ArraySource source) {
        static Case withSeed(long seed) {
            RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
            return of(drawn.network(), drawn.input(), new Random(seed));
        }

        static Case of(Network network, FeatureShape input, Random random) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (Layer.Parameter parameter : network.parameters()) {
                float[] data = uniform(random, Math.toIntExact(parameter.elements()));
                if (parameter.name().endsWith("running_var")) {
                    Arrays.fill(data, random.nextFloat());
                }
                tensors.put(parameter.name(), new Tensor(data, parameter.shape()));
            }
            Extent size = input.spatial().to3D(1);
            float[][][][] values = new float[ITEMS][input.channels()][size.get(0)][];
            for (float[][][] item : values) {
                for (float[][] channel : item) {
                    for (int z = 0; z < channel.length; z++) {
                        channel[z] = uniform(random, size.get(1) * size.get(2));
                    }
                }
            }
            return new Case(network, new Weights(network, tensors), new ArraySource(input, values));
        }

        private static float[] uniform(Random random, int length) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = 2 * random.nextFloat() - 1;
            }
            return values;
        }

        NetworkPlan fast() {
            return FloatPlan.create(network, weights, source.shape(), Precision.FLOAT32);
        }

        NetworkPlan reference() {
            return CursorPlan.create(network, weights, source.shape());
        }

        float[][][][] run(NetworkPlan plan, Tiling tiling, Workers workers) {
            ArraySink sink = new ArraySink(plan.outputShape(), ITEMS);
            TileRunner.run(plan, source, sink, tiling, workers, Monitor.NONE);
            return sink.planes();
        }

        float[][][][] whole(NetworkPlan plan) {
            return run(plan, Tiling.none(plan.outputShape()), Workers.CALLER);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fastEqualsReference(long seed) {
        Case drawn = Case.withSeed(seed);
        float[][][][] reference = drawn.whole(drawn.reference());
        float[][][][] fast = drawn.whole(drawn.fast());
        double largest = 0;
        double difference = 0;
        for (int item = 0; item < ITEMS; item++) {
            for (int c = 0; c < fast[item].length; c++) {
                for (int z = 0; z < fast[item][c].length; z++) {
                    for (int i = 0; i < fast[item][c][z].length; i++) {
                        double exact = reference[item][c][z][i];
                        // windows of max pooling that see only padding are infinite
                        if (Double.isFinite(exact) || fast[item][c][z][i] != exact) {
                            largest = Math.max(largest, Math.abs(exact));
                            difference = Math.max(difference, Math.abs(fast[item][c][z][i] - exact));
                        }
                    }
                }
            }
        }
        assertTrue(difference <= 1e-5 * largest, difference + " of " + largest + " for " + drawn.network());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tiledEqualsWholeBitForBit(long seed) {
        Case drawn = Case.withSeed(seed);
        Random random = new Random(~seed);
        for (NetworkPlan plan : new NetworkPlan[] {drawn.fast(), drawn.reference()}) {
            float[][][][] whole = drawn.whole(plan);
            Extent size = plan.outputShape().spatial().to3D(1);
            Extent tile = size.combine(size, (n, same) -> 1 + random.nextInt(n));
            assertArrayEquals(whole, drawn.run(plan, new Tiling(tile), Workers.CALLER), tile + " " + drawn.network());
        }
    }

    /** Some layers' outputs at once, whatever their sizes, those of the last layer too. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void severalOutputsEqualEachAloneBitForBit(long seed) {
        Case drawn = Case.withSeed(seed);
        Random random = new Random(seed);
        List<Network.Node> nodes = new ArrayList<>(drawn.network().nodes());
        List<String> outputs = new ArrayList<>();
        for (Network.Node node : drawn.network().nodes()) {
            if (random.nextInt(3) == 0 || node.equals(drawn.network().output())) {
                outputs.add(node.name() + " shown");
                nodes.add(new Network.Node(node.name() + " shown", new Concatenation(), List.of(node.name())));
            }
        }
        Network network = new Network(nodes);
        FeatureShape input = drawn.source().shape();
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.FLOAT64}) {
            NetworkPlan all = NetworkRun.plan(network, drawn.weights(), outputs, input, precision);
            Extent size = all.outputShape().spatial().to3D(1);
            Tiling tiling = new Tiling(size.combine(size, (n, same) -> 1 + random.nextInt(n)));
            List<ArraySink> sinks = all.outputs().shapes().stream()
                    .map(shape -> new ArraySink(shape, ITEMS))
                    .toList();
            new TileRunner(all, Workers.CALLER, Monitor.NONE).run(drawn.source(), List.copyOf(sinks), tiling);
            for (int i = 0; i < outputs.size(); i++) {
                NetworkPlan one = NetworkRun.plan(network, drawn.weights(), List.of(outputs.get(i)), input, precision);
                assertArrayEquals(drawn.whole(one), sinks.get(i).planes(), outputs.get(i) + " of " + network);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upsample(scale_factor=2, mode='bilinear')",
                "Upsample(size=(9, 11), mode='bilinear', align_corners=True)",
                "Upsample(size=(5, 12), mode='bilinear')",
                "Upsample(size=(3, 2), mode='bilinear')",
                "Upsample(size=(9, 11), mode='bicubic', align_corners=True)",
                "Upsample(size=(5, 6), mode='bicubic')",
                "Conv2d(1, 2, 3); Upsample(scale_factor=3, mode='bicubic')"
            })
    void tilesBesideAnInfinitePixelEqualTheWhole(String text) {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Case drawn = Case.of(NetworkText.parse(text), FeatureShape.of(1, 5, 6), random);
            drawn.source().planes()[0][0][0][random.nextInt(30)] = Float.POSITIVE_INFINITY;
            float[][][][] whole = drawn.whole(drawn.fast());
            for (NetworkPlan plan : new NetworkPlan[] {drawn.fast(), drawn.reference()}) {
                Tiling tiling = Tiling.of(plan.outputShape(), 1 + random.nextInt(3));
                float[][][][] tiled = drawn.run(plan, tiling, Workers.CALLER);
                assertArrayEquals(drawn.whole(plan), tiled, tiling.toString());
                assertArrayEquals(notFinite(whole), notFinite(tiled), tiling.toString());
            }
        }
    }

    /** Infinities and NaN, and 0 for all numbers. */
    private static double[] notFinite(float[][][][] values) {
        return Arrays.stream(values)
                .flatMap(Arrays::stream)
                .flatMap(Arrays::stream)
                .flatMapToDouble(plane -> IntStream.range(0, plane.length).mapToDouble(i -> plane[i]))
                .map(value -> Double.isFinite(value) ? 0 : value)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2d(1, 2, 1, padding=4)",
                "Conv2d(1, 2, 2, padding=(0, 5), padding_mode='constant(2)')",
                "Conv2d(1, 2, 1, padding='4:0x0:4', stride=2)",
                "Conv2d(1, 3, 1); Conv2d(3, 3, (3, 1), padding=(1, 4), groups=3)",
                "Conv2d(1, 1, 1); (rows): Conv2d(1, 1, 1, padding=(3, 0), input='0');"
                        + " Conv2d(1, 2, 1, padding=3, input='0'); Conv2d(1, 1, 1, padding=(0, 3), input='rows');"
                        + " Concat(inputs=('2', '3'))"
            })
    void tilesThatSeeOnlyPaddingEqualTheWhole(String text) {
        Case drawn = Case.of(NetworkText.parse(text), FeatureShape.of(1, 5, 6), new Random(1));
        for (NetworkPlan plan : new NetworkPlan[] {drawn.fast(), drawn.reference()}) {
            for (int tile = 1; tile <= 3; tile++) {
                Tiling tiling = Tiling.of(plan.outputShape(), tile);
                assertArrayEquals(drawn.whole(plan), drawn.run(plan, tiling, Workers.CALLER), tiling.toString());
            }
        }
    }

    /** What a concatenation joins is taken by others too, which may need more of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a): Conv2d(1, 3, 3, padding=1); (b): Conv2d(3, 2, 3, padding=1); ReLU; Concat(inputs=('a', '2'));"
                        + " Conv2d(5, 3, 1); Add(inputs=('4', 'a')); Conv2d(3, 1, 3, padding=1)",
                "(a): Conv2d(1, 3, 3, padding=1); (b): Conv2d(3, 2, 5, padding=2); (c): Concat(inputs=('a', 'b')); ReLU;"
                        + " Conv2d(5, 3, 1); Subtract(inputs=('4', 'a'))",
                "(a): Conv2d(1, 2, 1); (b): Conv2d(2, 2, 3, padding=1); (c): Concat(inputs=('a', 'b'));"
                        + " (d): Conv2d(4, 2, 3, padding=1); (e): Concat(inputs=('c', 'd', 'a')); Conv2d(8, 1, 3, padding=1)",
                "(a): Conv2d(1, 2, 3, padding=1); (b): Conv2d(2, 2, 5, padding=2); Concat(inputs=('a', 'b', 'a'))",
                "(a): Conv2d(1, 2, 1); (b): MaxPool2d(2, input='a'); Upsample(scale_factor=2); (c): Concat(inputs=('2', 'a'));"
                        + " Conv2d(4, 2, 3, padding=1); Multiply(inputs=('4', 'a'))"
            })
    void whatIsJoinedMayBeTakenByOthersToo(String text) {
        Case drawn = Case.of(NetworkText.parse(text), FeatureShape.of(1, 16, 14), new Random(1));
        float[][][][] reference = drawn.whole(drawn.reference());
        float[][][][] whole = drawn.whole(drawn.fast());
        for (int c = 0; c < reference[1].length; c++) {
            assertArrayEquals(reference[1][c][0], whole[1][c][0], 1e-5f);
        }
        for (int tile = 1; tile <= 7; tile++) {
            Tiling tiling = Tiling.of(drawn.fast().outputShape(), tile);
            assertArrayEquals(whole, drawn.run(drawn.fast(), tiling, Workers.CALLER), tiling.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2d(64, 64, 3, padding=1); ReLU; Conv2d(64, 48, 3, padding=2, dilation=2); Conv2d(48, 64, 3)",
                "Conv2d(64, 65, 3, padding='same', padding_mode='circular', groups=1); Conv2d(65, 65, (3, 5), dilation=(3, 1))",
                "Conv2d(64, 64, 3, padding=1); ReLU; Conv2d(64, 64, 3, padding=(2, 3), dilation=(2, 3))",
                "Conv2d(64, 40, 3, padding='same', padding_mode='reflect'); Conv2d(40, 65, (5, 3), dilation=(2, 1))",
                "Conv2d(64, 64, 3, padding=1); ReLU; Conv2d(64, 64, 5, padding=(4, 6), dilation=(2, 3))"
            })
    void winogradByTilesEqualsTheWhole(String text) {
        Case drawn = Case.of(NetworkText.parse(text), FeatureShape.of(64, 61, 121), new Random(1));
        NetworkPlan plan = drawn.fast();
        plan.steps().forEach(step -> assertTrue(step.algorithm().startsWith("Winograd"), step.algorithm()));
        float[][][][] whole = drawn.whole(plan);
        for (int tile : new int[] {1, 5, 16, 30}) {
            Tiling tiling = Tiling.of(plan.outputShape(), tile);
            assertArrayEquals(whole, drawn.run(plan, tiling, Workers.CALLER), tiling.toString());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void manyThreadsEqualOneBitForBit(long seed) {
        Case drawn = Case.withSeed(seed);
        NetworkPlan plan = drawn.fast();
        float[][][][] many = Parallelization.runWithNumThreads(
                4, () -> drawn.run(plan, Tiling.auto(plan, ITEMS, 4), ParallelWorkers.ofContext()));
        assertArrayEquals(drawn.whole(plan), many);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingTakenFromScratchIsGivenBack(long seed) {
        Case drawn = Case.withSeed(seed);
        NetworkPlan plan = drawn.fast();
        Scratch scratch = new Scratch();
        ArraySink sink = new ArraySink(plan.outputShape(), ITEMS);
        Tiling whole = Tiling.none(plan.outputShape());
        plan.compute(drawn.source(), 0, whole.tile(plan.outputShape(), 0), List.of(sink), scratch);
        assertEquals(0, scratch.bytesInUse());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingOutsideTheReceptiveFieldChangesAPixel(long seed) {
        Case drawn = Case.withSeed(seed);
        NetworkPlan plan = drawn.fast();
        Random random = new Random(seed);
        int[] at = plan.outputShape().spatial().toArray();
        for (int axis = 0; axis < at.length; axis++) {
            at[axis] = random.nextInt(at[axis]);
        }
        String last = drawn.network().output().name();
        byte[] field =
                ReceptiveField.of(drawn.network(), plan.inputShape(), last, at).mask();
        float[] before = pixel(drawn.whole(plan), plan.outputShape(), at);
        // interpolation multiplies pixels of weight 0, which are not in the field
        float other = drawn.network().nodes().stream().anyMatch(node -> node.layer() instanceof Upsampling)
                ? 1000
                : Float.NaN;
        float[][][][] values = drawn.source().planes();
        for (float[][][] item : values) {
            for (float[][] channel : item) {
                int next = 0;
                for (float[] plane : channel) {
                    for (int i = 0; i < plane.length; i++) {
                        plane[i] = field[next++] == 0 ? other : plane[i];
                    }
                }
            }
        }
        assertArrayEquals(before, pixel(drawn.whole(plan), plan.outputShape(), at), drawn.network()::toString);
    }

    /** The values of a pixel in all channels of the first item. */
    private static float[] pixel(float[][][][] planes, FeatureShape shape, int[] at) {
        Extent place = Extent.of(at).to3D(0);
        int index = place.get(1) * shape.spatial().to3D(1).get(2) + place.get(2);
        float[] values = new float[shape.channels()];
        for (int c = 0; c < values.length; c++) {
            values[c] = planes[0][c][place.get(0)][index];
        }
        return values;
    }
}
