package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.CursorPlan;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.receptive.PullBack;
import org.convlayers.receptive.ReceptiveField;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all layers that change sizes, over random chains of them. */
class SizeLayersPropertiesTest {
    /** From this seed on maps are narrow. */
    private static final long NARROW = 1000;

    /** From this seed on they are deep. */
    private static final long DEEP = 2000;

    static LongStream seeds() {
        return Stream.of(
                        LongStream.range(0, 250),
                        LongStream.range(NARROW, NARROW + 100),
                        LongStream.range(DEEP, DEEP + 60))
                .flatMapToLong(seeds -> seeds);
    }

    private static RandomSizeNetwork.Case drawn(long seed) {
        if (seed >= DEEP) {
            return RandomSizeNetwork.deep(seed);
        }
        return seed < NARROW ? RandomSizeNetwork.withSeed(seed) : RandomSizeNetwork.narrow(seed);
    }

    @Test
    void rowsAndColumnsOfNarrowMapsAreExchanged() {
        for (String layer : List.of(
                "Conv2d(2, 3, 3)",
                "MaxPool2d(3, stride=1)",
                "AvgPool2d(2, padding=1)",
                "Upsample(scale_factor=2, mode='bilinear')",
                "ConvTranspose2d(2, 2, 3)")) {
            FilledNetwork filled = FilledNetwork.random(NetworkText.parse(layer));
            NetworkPlan plan =
                    FloatPlan.create(filled.network(), filled.weights(), FeatureShape.of(2, 600, 4), Precision.FLOAT32);
            String algorithm = plan.steps().get(0).algorithm();
            assertTrue(algorithm.contains("rows and columns exchanged"), algorithm);
        }
    }

    @Test
    void slicesAndColumnsOfDeepMapsAreExchanged() {
        for (String layer : List.of(
                "Conv3d(2, 3, 3)",
                "MaxPool3d(3, stride=1)",
                "AvgPool3d(2, padding=1)",
                "Upsample(scale_factor=2, mode='trilinear')",
                "ConvTranspose3d(2, 2, 3)")) {
            FilledNetwork filled = FilledNetwork.random(NetworkText.parse(layer));
            NetworkPlan plan = FloatPlan.create(
                    filled.network(), filled.weights(), FeatureShape.of(2, 600, 4, 5), Precision.FLOAT32);
            String algorithm = plan.steps().get(0).algorithm();
            assertTrue(algorithm.contains("slices and columns exchanged"), algorithm);
        }
    }

    private static NetworkPlan fast(RandomSizeNetwork.Case drawn) {
        return FloatPlan.create(drawn.network(), drawn.weights(), drawn.shape(), Precision.FLOAT32);
    }

    private static float[] run(NetworkPlan plan, float[] input, Tiling tiling) {
        Extent size = plan.inputShape().spatial().to3D(1);
        int plane = size.get(1) * size.get(2);
        float[][][] planes = new float[plan.inputShape().channels()][size.get(0)][plane];
        for (int i = 0; i < input.length; i++) {
            planes[i / plane / size.get(0)][i / plane % size.get(0)][i % plane] = input[i];
        }
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        ArraySource source = new ArraySource(plan.inputShape(), new float[][][][] {planes});
        TileRunner.run(plan, source, sink, tiling, Workers.CALLER, Monitor.NONE);
        float[] output = new float[(int) plan.outputShape().elements()];
        int next = 0;
        for (float[][] channel : sink.planes()[0]) {
            for (float[] values : channel) {
                System.arraycopy(values, 0, output, next, values.length);
                next += values.length;
            }
        }
        return output;
    }

    private static float[] run(NetworkPlan plan, float[] input) {
        return run(plan, input, Tiling.none(plan.outputShape()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tiledIsWholeBitForBit(long seed) {
        RandomSizeNetwork.Case drawn = drawn(seed);
        Random random = new Random(seed);
        NetworkPlan plan = fast(drawn);
        Tiling tiling = new Tiling(Extent.of(1 + random.nextInt(3), 1 + random.nextInt(5), 1 + random.nextInt(9)));
        assertArrayEquals(run(plan, drawn.input()), run(plan, drawn.input(), tiling), drawn.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fastIsThePlainEngine(long seed) {
        RandomSizeNetwork.Case drawn = drawn(seed);
        float[] fast = run(fast(drawn), drawn.input());
        float[] plain = run(CursorPlan.create(drawn.network(), drawn.weights(), drawn.shape()), drawn.input());
        double scale = 1;
        for (float value : plain) {
            scale = Float.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        for (int i = 0; i < plain.length; i++) {
            if (Float.isFinite(plain[i])) {
                assertEquals(plain[i], fast[i], 2e-5 * scale, drawn + ", value " + i);
            } else {
                assertEquals(plain[i], fast[i], drawn + ", value " + i);
            }
        }
    }

    /** Other numbers everywhere outside the receptive field of a pixel leave its bits as they are. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void outsideTheFieldNothingCounts(long seed) {
        RandomSizeNetwork.Case drawn = drawn(seed);
        Random random = new Random(seed);
        NetworkPlan plan = fast(drawn);
        int[] at = Arrays.stream(plan.outputShape().spatial().toArray())
                .map(random::nextInt)
                .toArray();
        PullBack pullBack = PullBack.of(drawn.network(), drawn.shape());
        byte[] mask =
                ReceptiveField.of(pullBack, drawn.network().output().name(), at).mask();
        float[] other = drawn.input().clone();
        for (int i = 0; i < other.length; i++) {
            other[i] = mask[i % mask.length] == 1 ? other[i] : (float) (100 * random.nextGaussian());
        }
        float[] before = run(plan, drawn.input());
        float[] after = run(plan, other);
        int pixels = before.length / plan.outputShape().channels();
        int pixel = 0;
        for (int axis = 0; axis < at.length; axis++) {
            pixel = pixel * plan.outputShape().spatial().get(axis) + at[axis];
        }
        for (int i = pixel; i < before.length; i += pixels) {
            assertEquals(before[i], after[i], drawn + " at " + Arrays.toString(at));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void printedIsParsed(long seed) {
        Network network = drawn(seed).network();
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    /** The sum of (conv x) y is that of x (conv^T y), with the same weights. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void transposedIsTheAdjoint(long seed) {
        Random random = new Random(seed);
        int rank = 1 + random.nextInt(3);
        int groups = 1 + random.nextInt(2);
        int[][] drawn = new int[6][rank];
        for (int axis = 0; axis < rank; axis++) {
            drawn[0][axis] = 1 + random.nextInt(4); // kernel
            drawn[1][axis] = 1 + random.nextInt(3); // stride
            drawn[2][axis] = 1 + random.nextInt(2); // dilation
            drawn[3][axis] = random.nextInt(3); // padding, begin
            drawn[4][axis] = random.nextInt(3); // padding, end
            drawn[5][axis] = drawn[2][axis] * (drawn[0][axis] - 1) + 1 + random.nextInt(6); // size
        }
        Window window = new Window(
                Extent.of(drawn[0]),
                Extent.of(drawn[1]),
                Extent.of(drawn[2]),
                new Padding.Explicit(new Margins(Extent.of(drawn[3]), Extent.of(drawn[4]))));
        int in = groups * (1 + random.nextInt(3));
        int out = groups * (1 + random.nextInt(3));
        FeatureShape shape = new FeatureShape(in, Extent.of(drawn[5]));
        Convolution convolution = new Convolution(in, out, window, EdgeMode.ZEROS, groups, false);
        FeatureShape result = convolution.outputShape(List.of(shape));
        Extent unpadded = window.transposedSize(result.spatial(), Extent.filled(rank, 0));
        Extent outputPadding = shape.spatial().combine(unpadded, Math::subtractExact);
        TransposedConvolution transposed = new TransposedConvolution(out, in, window, outputPadding, groups, false);
        assertEquals(shape, transposed.outputShape(List.of(result)));
        float[] weight = values(random, (int) convolution.parameters().get(0).elements());
        float[] x = values(random, (int) shape.elements());
        float[] y = values(random, (int) result.elements());
        float[] forward = apply(convolution, weight, convolution.weightShape(), shape, x);
        float[] back = apply(transposed, weight, transposed.weightShape(), result, y);
        double magnitude = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < y.length; i++) {
            left += (double) forward[i] * y[i];
            magnitude += Math.abs((double) forward[i] * y[i]);
        }
        for (int i = 0; i < x.length; i++) {
            right += (double) back[i] * x[i];
            magnitude += Math.abs((double) back[i] * x[i]);
        }
        assertTrue(Math.abs(left - right) <= 1e-6 * magnitude, convolution + ": " + left + " and " + right);
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] apply(
            Layer layer, float[] weight, List<Integer> weightShape, FeatureShape shape, float[] input) {
        Network network = Network.sequence(List.of(layer));
        Weights weights = new Weights(network, Map.of("0.weight", new Tensor(weight, weightShape)));
        return run(FloatPlan.create(network, weights, shape, Precision.FLOAT32), input);
    }
}
