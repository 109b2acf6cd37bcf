package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.engine.FloatPlan;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Tiling;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.golden.ComputedCase;
import org.convlayers.golden.Goldens;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FourierConvolutionTest {
    /** The promised bound, of the largest sum of magnitudes in the output. */
    private static final double BOUND = 1e-5;

    /** Layers with several blocks on one axis or the other, or with one alone. */
    static Stream<RandomConvolution> layers() {
        return Stream.of(
                random(1, 1, 1, Extent.of(19, 17), 1, EdgeMode.ZEROS, FeatureShape.of(1, 40, 50)),
                random(1, 1, 1, Extent.of(41, 9), 1, EdgeMode.REFLECT, FeatureShape.of(1, 1100, 23)),
                random(1, 2, 1, Extent.of(5, 63), 1, EdgeMode.REPLICATE, FeatureShape.of(1, 9, 1000)),
                random(2, 1, 1, Extent.of(20, 22), 1, EdgeMode.ZEROS, FeatureShape.of(2, 505, 30)),
                random(4, 4, 2, Extent.of(21, 15), 1, EdgeMode.CIRCULAR, FeatureShape.of(4, 30, 31)),
                random(3, 3, 3, Extent.of(19, 19), 2, EdgeMode.MIRROR, FeatureShape.of(3, 38, 480)),
                random(1, 1, 1, Extent.of(2, 18, 18), 1, EdgeMode.ZEROS, FeatureShape.of(1, 3, 25, 26)),
                random(1, 1, 1, Extent.of(127, 127), 1, EdgeMode.constant(2), FeatureShape.of(1, 60, 400)));
    }

    private static RandomConvolution random(
            int inputs, int outputs, int groups, Extent kernel, int dilation, EdgeMode edges, FeatureShape shape) {
        Window window = Window.ofKernel(kernel)
                .withDilation(Extent.filled(kernel.rank(), dilation))
                .withPadding(Padding.Rule.SAME);
        return RandomConvolution.of(1, new Convolution(inputs, outputs, window, edges, groups, true), shape);
    }

    private static LayerKernel fourier(RandomConvolution random) {
        BoundConvolution layer = random.bound(Epilogue.NONE);
        assertTrue(FourierConvolution.suits(layer), random::toString);
        return new FourierConvolution(layer, DirectConvolution.of(layer));
    }

    private static Block compute(RandomConvolution random, LayerKernel kernel, Block input, Box box) {
        Scratch scratch = new Scratch();
        Block output = new Scratch().block(random.outputShape.channels(), Region.of(box));
        kernel.compute(List.of(input), output, box, scratch);
        assertEquals(0, scratch.bytesInUse());
        return output;
    }

    private static Block whole(RandomConvolution random, LayerKernel kernel) {
        return compute(random, kernel, random.wholeInput(), Box.whole(random.outputShape));
    }

    private static float value(Block block, int c, int z, int y, int x) {
        return block.plane(c, z)[block.rowStart(y) + block.column(x)];
    }

    /** The largest error at some hundred random pixels, of the largest sum of magnitudes among them. */
    private static double largestError(RandomConvolution random, Block found) {
        ReferenceConvolution reference = random.reference();
        Random pixels = new Random(1);
        Box whole = Box.whole(random.outputShape);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < 300; i++) {
            int c = pixels.nextInt(found.channels());
            int z = pixels.nextInt(whole.depth().size());
            int y = pixels.nextInt(whole.height().size());
            int x = pixels.nextInt(whole.width().size());
            ReferenceConvolution.Value wanted = reference.at(c, z, y, x);
            float value = value(found, c, z, y, x);
            if (Double.isFinite(wanted.sum())) {
                largest = Math.max(largest, wanted.magnitude());
                error = Math.max(error, Math.abs(wanted.sum() - value));
            } else {
                assertEquals((float) wanted.sum(), value, () -> random + " at " + z + ", " + y + ", " + x);
            }
        }
        return error / largest;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void agreesWithTheFormula(RandomConvolution random) {
        double error = largestError(random, whole(random, fourier(random)));
        assertTrue(error <= BOUND / 5, () -> random + ": " + error);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void infinityAndNaNAreWhereTheFormulaHasThem(RandomConvolution random) {
        Random places = new Random(1);
        for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] plane = random.input[0][0];
            plane[places.nextInt(plane.length)] = special;
        }
        double error = largestError(random, whole(random, fourier(random)));
        assertTrue(error <= BOUND / 5, () -> random + ": " + error);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aBoxHasTheBitsOfTheWhole(RandomConvolution random) {
        Random boxes = new Random(1);
        LayerKernel kernel = fourier(random);
        for (int special = 0; special < 2; special++) {
            Block whole = whole(random, kernel);
            for (int i = 0; i < 3; i++) {
                Box box = random.randomBox(boxes);
                Block part = compute(random, kernel, random.neededInput(box, kernel), box);
                assertSameBits(whole, part, box);
            }
            random.input[0][0][random.input[0][0].length / 2] = Float.NaN;
        }
    }

    private static void assertSameBits(Block whole, Block part, Box box) {
        for (int c = 0; c < whole.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = box.width().first(); x <= box.width().last(); x++) {
                        int wanted = Float.floatToRawIntBits(value(whole, c, z, y, x));
                        assertEquals(wanted, Float.floatToRawIntBits(value(part, c, z, y, x)), "at " + y + ", " + x);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WinogradConvolutionTest.Picture.class)
    void errorsStayBelowTheBound(WinogradConvolutionTest.Picture picture) {
        RandomConvolution random = random(1, 1, 1, Extent.of(33, 31), 1, EdgeMode.ZEROS, FeatureShape.of(1, 200, 300));
        Random values = new Random(1);
        for (int i = 0; i < 200 * 300; i++) {
            random.input[0][0][i] = picture.value(i / 300, i % 300, values);
        }
        double error = largestError(random, whole(random, fourier(random)));
        assertTrue(error <= BOUND, () -> picture + ": " + error);
    }

    /** Such values mark missing pixels in some files. */
    @Test
    void hugeValuesDoNotDrownThoseThatDoNotSeeThem() {
        RandomConvolution random = random(1, 1, 1, Extent.of(21, 21), 1, EdgeMode.ZEROS, FeatureShape.of(1, 100, 120));
        Block before = whole(random, fourier(random));
        random.input[0][0][50 * 120 + 60] = -Float.MAX_VALUE;
        Block after = whole(random, fourier(random));
        for (int i = 0; i < 100 * 120; i++) {
            float value = value(after, 0, 0, i / 120, i % 120);
            if (Math.abs(i / 120 - 50) <= 10 && Math.abs(i % 120 - 60) <= 10) {
                assertFalse(Math.abs(value) < 1e30, "pixel " + i);
            } else {
                assertEquals(value(before, 0, 0, i / 120, i % 120), value, 1e-3f, "pixel " + i);
            }
        }
    }

    static Stream<ComputedCase> goldens() {
        return Goldens.large().filter(golden -> golden.text().matches(".*\\((2[13]|3.|41), .*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldens")
    void equalsPyTorch(ComputedCase golden) {
        Network network = NetworkText.parse(golden.text());
        Weights weights = golden.weights(network);
        Convolution convolution = (Convolution) network.output().layer();
        List<Integer> shape = golden.input().shape();
        FeatureShape input = FeatureShape.of(shape.get(0), shape.get(1), shape.get(2));
        String name = network.output().name();
        float[] bias = convolution.bias() ? weights.get(name + ".bias").data() : new float[convolution.outChannels()];
        float[] weight = weights.get(name + ".weight").data();
        BoundConvolution layer = new BoundConvolution(convolution, input, weight, bias, Epilogue.NONE);
        int pixels = shape.get(1) * shape.get(2);
        float[][][] planes = new float[shape.get(0)][1][pixels];
        for (int i = 0; i < golden.input().data().length; i++) {
            planes[i / pixels][0][i % pixels] = golden.input().data()[i];
        }
        FeatureShape outputShape = convolution.outputShape(List.of(input));
        Box whole = Box.whole(outputShape);
        float[][][] found = new float[outputShape.channels()][1][(int) whole.pixels()];
        new FourierConvolution(layer, DirectConvolution.of(layer))
                .compute(
                        List.of(Block.view(input, planes, Box.whole(input))),
                        Block.view(outputShape, found, whole),
                        whole,
                        new Scratch());
        float[] wanted = golden.output().data();
        for (int i = 0; i < wanted.length; i++) {
            float value = found[i / (int) whole.pixels()][0][i % (int) whole.pixels()];
            if (Float.isFinite(wanted[i])) {
                assertEquals(wanted[i], value, BOUND / 5 * golden.sumAbs(), "value " + i);
            } else {
                assertEquals(wanted[i], value, "value " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 63, 127})
    void veryLargeKernelsOfFullRankAreTransformed(int size) {
        RandomConvolution random =
                random(1, 1, 1, Extent.of(size, size), 1, EdgeMode.ZEROS, FeatureShape.of(1, 2048, 2048));
        BoundConvolution layer = random.bound(Epilogue.NONE);
        LayerKernel kernel = ConvolutionKernels.fastest(layer, Precision.FLOAT32);
        assertTrue(
                kernel.algorithm().matches("FFT: blocks of \\d+x\\d+, estimated .* times as fast as direct"),
                kernel.algorithm());
        assertTrue(ConvolutionKernels.fastest(layer, Precision.FLOAT32_DIRECT)
                .algorithm()
                .startsWith("direct"));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 15, 17})
    void smallerOnesAreNot(int size) {
        RandomConvolution random =
                random(1, 1, 1, Extent.of(size, size), 1, EdgeMode.ZEROS, FeatureShape.of(1, 2048, 2048));
        String algorithm = ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32)
                .algorithm();
        assertTrue(algorithm.startsWith("direct"), algorithm);
    }

    /** A block that lies in two tiles is computed twice. */
    @Test
    void tilesAreWholeBlocks() {
        Network network = NetworkText.parse("Conv2d(1, 1, 63, padding=31)");
        RandomConvolution random =
                random(1, 1, 1, Extent.of(63, 63), 1, EdgeMode.ZEROS, FeatureShape.of(1, 2048, 2048));
        Weights weights = FilledNetwork.random(network).weights();
        NetworkPlan plan = FloatPlan.create(network, weights, random.inputShape, Precision.FLOAT32);
        Extent block = fourier(random).block();
        Extent tile = Tiling.auto(plan, 1, 2).tile();
        for (int axis = 1; axis <= 2; axis++) {
            boolean isWhole = tile.get(axis) == 2048 || tile.get(axis) % block.get(axis) == 0;
            assertTrue(isWhole, () -> "tiles of " + tile + ", blocks of " + block);
        }
        assertTrue(Tiling.auto(plan, 1, 2).count(plan.outputShape()) > 1);
    }
}
