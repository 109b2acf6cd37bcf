package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConvolutionKernelsTest {
    /** Of the sum of magnitudes. */
    private static final double TOLERANCE = 2e-6;

    /** Of the largest sum of magnitudes in the output. */
    private static final double WINOGRAD_TOLERANCE = 1e-5;

    private static final float UNTOUCHED = 12345;

    /** From this seed on kernels are of low rank. */
    private static final long LOW_RANK = 1000;

    /** From this seed on kernels are five rows high. */
    private static final long FIVE_ROWS = 2000;

    /** From this seed on maps have few rows. */
    private static final long FEW_ROWS = 3000;

    /** From this seed on maps are narrow. */
    private static final long NARROW = 4000;

    /** From this seed on maps are deep. */
    private static final long DEEP = 5000;

    /** Seeds from here on stand for sums of several chains. */
    private static final long MANY_TAPS = 6000;

    static LongStream seeds() {
        return Stream.of(
                        LongStream.range(0, 300),
                        LongStream.range(LOW_RANK, LOW_RANK + 120),
                        LongStream.range(FIVE_ROWS, FIVE_ROWS + 80),
                        LongStream.range(FEW_ROWS, FEW_ROWS + 80),
                        LongStream.range(NARROW, NARROW + 120),
                        LongStream.range(DEEP, DEEP + 120),
                        LongStream.range(MANY_TAPS, MANY_TAPS + 60))
                .flatMapToLong(seeds -> seeds);
    }

    private static RandomConvolution drawn(long seed) {
        if (seed >= MANY_TAPS) {
            return RandomConvolution.ofManyTaps(seed);
        }
        if (seed >= DEEP) {
            return RandomConvolution.ofDeepMaps(seed);
        }
        if (seed >= NARROW) {
            return RandomConvolution.ofNarrowMaps(seed);
        }
        if (seed >= FEW_ROWS) {
            return RandomConvolution.ofFewRows(seed);
        }
        if (seed >= FIVE_ROWS) {
            return RandomConvolution.ofFiveRows(seed);
        }
        return seed < LOW_RANK ? RandomConvolution.of(seed) : RandomConvolution.ofLowRank(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheFormula(long seed) {
        assertAgrees(drawn(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBoxHasTheBitsOfTheWhole(long seed) {
        assertBoxesAreOfTheWhole(drawn(seed), new Random(seed));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 13})
    void moreTapsThanAreKeptAreAllSummed(int outputs) {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(37, outputs, window, EdgeMode.ZEROS, 1, true);
        RandomConvolution random = RandomConvolution.of(outputs, layer, FeatureShape.of(37, 11, 70));
        assertAgrees(random);
        assertBoxesAreOfTheWhole(random, new Random(outputs));
    }

    /** More output channels than a strip has lanes, more inputs than are summed at a time, and more tiles than belong together. */
    @Test
    void manyChannelsOfASmallMapAreAllSummed() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(101, 514, window, EdgeMode.REFLECT, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(101, 9, 90));
        assertAgrees(random);
        assertBoxesAreOfTheWhole(random, new Random(1));
    }

    /** Parts of the sums end at other places for each length of strips, and other numbers of tiles leave other rows. */
    @ParameterizedTest
    @CsvSource({
        "270, 150, 4, 4",
        "264, 150, 4, 8",
        "300, 200, 5, 5",
        "160, 300, 8, 12",
        "154, 300, 4, 4",
        "133, 350, 5, 7",
        "127, 384, 8, 12",
        "101, 400, 4, 20",
    })
    void manyChannelsOfFewTilesAreAllSummed(int in, int out, int height, int width) {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(in, out, window, EdgeMode.ZEROS, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(in, height, width));
        assertAgrees(random);
        assertBoxesAreOfTheWhole(random, new Random(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aLargeKernelOfOneChannelIsAllSummed(int outputs) {
        Window window = Window.ofKernel(Extent.of(21, 23)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(1, outputs, window, EdgeMode.REFLECT, 1, false);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(1, 40, 50));
        assertAgrees(random);
        assertBoxesAreOfTheWhole(random, new Random(1));
    }

    /** More than two chunks a row are computed in turns, and the sums of several are stored together. */
    @Test
    void largeMapsAreComputedInWholeRows() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(3, 10, window, EdgeMode.REPLICATE, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(3, 110, 1030));
        assertAgrees(random);
        assertBoxesAreOfTheWhole(random, new Random(1));
    }

    /** More values than are exchanged at a time. */
    @ParameterizedTest
    @MethodSource("edges")
    void highMapsAreExchangedInPieces(EdgeMode edges) {
        Window window =
                Window.ofKernel(Extent.of(5, 3)).withPadding(Padding.Rule.SAME).withDilation(Extent.of(2, 1));
        Convolution layer = new Convolution(64, 64, window, edges, 64, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(64, 777, 21));
        assertAgrees(random);
        LayerKernel kernel = random.narrow(1, Epilogue.NONE);
        Box part = box(150, 400, 3, 17);
        assertSameBits(whole(random, kernel), part(random, kernel, random.neededInput(part, kernel), part), part);
    }

    /** More values than are exchanged at a time: in slices with many rows these go one by one. */
    @ParameterizedTest
    @MethodSource("edges")
    void deepMapsAreExchangedInPieces(EdgeMode edges) {
        Window window = Window.ofKernel(Extent.of(5, 3, 3))
                .withPadding(Padding.Rule.SAME)
                .withDilation(Extent.of(2, 1, 1));
        for (FeatureShape shape : List.of(FeatureShape.of(16, 600, 20, 5), FeatureShape.of(64, 1500, 3, 2))) {
            Convolution layer = new Convolution(shape.channels(), shape.channels(), window, edges, 16, true);
            RandomConvolution random = RandomConvolution.of(1, layer, shape);
            assertAgrees(random);
            LayerKernel kernel = random.narrow(0, Epilogue.NONE);
            Box part = new Box(new AxisRanges.Range(150, 400), new AxisRanges.Range(1, 2), new AxisRanges.Range(0, 1));
            assertSameBits(whole(random, kernel), part(random, kernel, random.neededInput(part, kernel), part), part);
        }
    }

    static List<EdgeMode> edges() {
        return List.of(EdgeMode.ZEROS, EdgeMode.CIRCULAR, EdgeMode.REFLECT, EdgeMode.constant(3));
    }

    @Test
    void circularEdgesReadTheFarSideOfTheMap() {
        Window window = Window.ofKernel(Extent.of(5, 5)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(2, 2, window, EdgeMode.CIRCULAR, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(2, 40, 50));
        Box corner = box(0, 3, 0, 4);
        for (LayerKernel kernel : random.kernels(Epilogue.NONE)) {
            Block needed = random.neededInput(corner, kernel);
            assertEquals(2, needed.region().width().ranges().size());
            assertEquals(2, needed.region().height().ranges().size());
            assertSameBits(whole(random, kernel), part(random, kernel, needed, corner), corner);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void infinityAndNaNStayWhereTheyAreSeen(long seed) {
        RandomConvolution random = drawn(seed);
        Random places = new Random(seed);
        for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
            float[][] channel = random.input[places.nextInt(random.input.length)];
            float[] plane = channel[places.nextInt(channel.length)];
            plane[places.nextInt(plane.length)] = special;
        }
        assertAgrees(random);
    }

    /** Left out, the products of zeros beyond the map would not be NaN. */
    @Test
    void infiniteWeightsMeetThePaddingOfFewRows() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(1, 1, window, EdgeMode.ZEROS, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(1, 1, 40));
        random.weight[0] = Float.POSITIVE_INFINITY;
        assertAgrees(random);
    }

    @Test
    void theEpilogueIsAppliedOnceToEachValue() {
        RandomConvolution random = depthwise();
        Epilogue addChannel = (channel, values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] += 1 + channel;
            }
        };
        for (int i = 0; i < random.kernels(addChannel).size(); i++) {
            Block plain = whole(random, random.kernels(Epilogue.NONE).get(i));
            Block shifted = whole(random, random.kernels(addChannel).get(i));
            forEach(
                    random,
                    (c, z, y, x) -> assertEquals(value(plain, c, z, y, x) + (1 + c), value(shifted, c, z, y, x)));
        }
    }

    static Stream<RandomConvolution> layers() {
        return Stream.of(depthwise(), together());
    }

    /** A layer of one group. */
    private static RandomConvolution together() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(16, 12, window, EdgeMode.ZEROS, 1, true);
        return RandomConvolution.of(1, layer, FeatureShape.of(16, 14, 30));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void scratchIsGivenBackAndUsedAgain(RandomConvolution random) {
        Box whole = Box.whole(random.outputShape);
        Block output = outputBlock(random, whole);
        for (LayerKernel kernel : random.kernels(Epilogue.NONE)) {
            Scratch scratch = new Scratch();
            kernel.compute(List.of(random.wholeInput()), output, whole, scratch);
            assertEquals(0, scratch.bytesInUse());
            long held = scratch.bytesHeld();
            assertTrue(held > 0);
            kernel.compute(List.of(random.wholeInput()), output, whole, scratch);
            assertEquals(held, scratch.bytesHeld());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void scratchIsGivenBackWhenTheComputationFails(RandomConvolution random) {
        Box whole = Box.whole(random.outputShape);
        Epilogue failing = (channel, values, from, to) -> {
            throw new IllegalStateException("stop");
        };
        for (LayerKernel kernel : random.kernels(failing)) {
            Scratch scratch = new Scratch();
            List<Block> input = List.of(random.wholeInput());
            Block output = outputBlock(random, whole);
            assertThrows(IllegalStateException.class, () -> kernel.compute(input, output, whole, scratch));
            assertEquals(0, scratch.bytesInUse());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void scratchIsGivenBackWheneverItIsCancelled(RandomConvolution random) {
        Box whole = Box.whole(random.outputShape);
        Block output = outputBlock(random, whole);
        List<Block> input = List.of(random.wholeInput());
        for (LayerKernel kernel : random.kernels(Epilogue.NONE)) {
            AtomicInteger questions = new AtomicInteger();
            kernel.compute(input, output, whole, new Scratch(cancelledAfter(questions, Integer.MAX_VALUE)));
            int asked = questions.get();
            assertTrue(asked > 0, kernel.algorithm());
            for (int allowed = 0; allowed < asked; allowed += 1 + asked / 50) {
                Scratch scratch = new Scratch(cancelledAfter(new AtomicInteger(), allowed));
                LayerKernel fresh = random.kernels(Epilogue.NONE).stream()
                        .filter(same -> same.algorithm().equals(kernel.algorithm()))
                        .findFirst()
                        .orElseThrow();
                assertThrows(
                        CancellationException.class,
                        () -> fresh.compute(input, output, whole, scratch),
                        kernel.algorithm() + " after " + allowed);
                assertEquals(0, scratch.bytesInUse(), kernel.algorithm() + " after " + allowed);
            }
        }
    }

    private static Monitor cancelledAfter(AtomicInteger questions, int allowed) {
        return new Monitor() {
            @Override
            public boolean isCancelled() {
                return questions.getAndIncrement() >= allowed;
            }
        };
    }

    @Test
    void missingInputIsNamed() {
        Window window = Window.ofKernel(Extent.of(3));
        Convolution layer = new Convolution(1, 1, window, EdgeMode.ZEROS, 1, false);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(1, 20));
        for (LayerKernel kernel : random.kernels(Epilogue.NONE)) {
            Block tooLittle = random.neededInput(box(0, 0, 0, 4), kernel);
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> part(random, kernel, tooLittle, box(0, 0, 0, 9)));
            assertEquals("columns 0 to 11 are needed, but the block holds 0..6", e.getMessage());
        }
    }

    @Test
    void numbersOfWeightsAndBiasesAreChecked() {
        Convolution layer = new Convolution(2, 3, Window.ofKernel(Extent.of(3)), EdgeMode.ZEROS, 1, true);
        FeatureShape shape = FeatureShape.of(2, 20);
        IllegalArgumentException weights = assertThrows(
                IllegalArgumentException.class,
                () -> new BoundConvolution(layer, shape, new float[17], new float[3], Epilogue.NONE));
        assertEquals("the layer has 18 weights, but got 17", weights.getMessage());
        IllegalArgumentException biases = assertThrows(
                IllegalArgumentException.class,
                () -> new BoundConvolution(layer, shape, new float[18], new float[2], Epilogue.NONE));
        assertEquals("the layer has 3 biases, but got 2", biases.getMessage());
    }

    @Test
    void layersOfFewOutputsScatterTheirRows() {
        assertEquals("direct: each row added to the 3 rows that see it", direct(depthwise()));
        Convolution last = new Convolution(64, 4, depthwise().layer.window(), EdgeMode.ZEROS, 1, true);
        assertEquals("direct: each row added to the 3 rows that see it", direct(last, FeatureShape.of(64, 200, 200)));
        Convolution dense = new Convolution(3, 10, depthwise().layer.window(), EdgeMode.ZEROS, 1, true);
        assertEquals("direct: 27 taps kept from row to row", direct(dense, FeatureShape.of(3, 300, 300)));
    }

    @Test
    void rowsAndColumnsOfNarrowMapsAreExchanged() {
        Convolution depthwise = new Convolution(8, 8, depthwise().layer.window(), EdgeMode.ZEROS, 8, true);
        assertEquals(
                "direct: each row added to the 3 rows that see it, rows and columns exchanged",
                direct(depthwise, FeatureShape.of(8, 4000, 3)));
    }

    @Test
    void slicesAndColumnsOfDeepMapsAreExchanged() {
        Window window = Window.ofKernel(Extent.of(3, 3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(8, 8, window, EdgeMode.ZEROS, 1, true);
        assertEquals(
                "direct: 216 taps kept from row to row, slices and columns exchanged",
                direct(layer, FeatureShape.of(8, 2000, 8, 8)));
        assertEquals(
                "direct: 24 taps, rows as channels, slices and columns exchanged",
                direct(layer, FeatureShape.of(8, 2000, 1, 1)));
    }

    @Test
    void aRowThatIsFoldedBackIsLaidOutOnce() {
        Convolution layer = new Convolution(8, 8, depthwise().layer.window(), EdgeMode.CIRCULAR, 8, true);
        assertEquals("direct: 9 taps, rows as channels", direct(layer, FeatureShape.of(8, 1, 4000)));
        assertEquals(
                "direct: 9 taps, rows as channels, rows and columns exchanged",
                direct(layer, FeatureShape.of(8, 4000, 1)));
    }

    @Test
    void rowsOfSmallMapsLieSideBySide() {
        Convolution depthwise = new Convolution(8, 8, depthwise().layer.window(), EdgeMode.ZEROS, 8, true);
        assertEquals("direct: 9 taps, rows side by side", direct(depthwise, FeatureShape.of(8, 20, 22)));
    }

    private static String direct(Convolution layer, FeatureShape input) {
        return direct(RandomConvolution.of(1, layer, input));
    }

    private static String direct(RandomConvolution random) {
        return ConvolutionKernels.direct(random.bound(Epilogue.NONE)).algorithm();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 | 1 | 16 | there are no products of neighbours to save
                    3 | 2 | 16 | no other suits this stride
                    3 | 1 | 4  | Winograd needs 8 channels in a group on both sides
                    2 | 1 | 16 | no other suits these kernels
                    """)
    void aSumOfTheDefinitionSaysWhyThereIsNoOther(int kernel, int stride, int channels, String reason) {
        Window window = Window.ofKernel(Extent.of(kernel, kernel)).withStride(Extent.of(stride, stride));
        Convolution layer = new Convolution(channels, channels, window, EdgeMode.ZEROS, 1, true);
        String text = fastest(RandomConvolution.of(1, layer, FeatureShape.of(channels, 60, 60)))
                .algorithm();
        assertTrue(text.startsWith("direct: ") && text.endsWith("; " + reason), text);
    }

    @Test
    void aSumOfTheDefinitionSaysWhyItWasPreferred() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(32, 32, window, EdgeMode.ZEROS, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(32, 40, 600));
        LayerKernel direct = ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32_DIRECT);
        assertEquals("direct: 288 taps kept from row to row; asked for by the precision", direct.algorithm());
        Convolution tiny = new Convolution(8, 8, window, EdgeMode.ZEROS, 1, true);
        String text =
                fastest(RandomConvolution.of(1, tiny, FeatureShape.of(8, 5, 5))).algorithm();
        assertTrue(
                text.matches("direct: .*; Winograd F.*, whose rounding errors are larger, would take .* of the time"),
                text);
    }

    private static LayerKernel fastest(RandomConvolution random) {
        return ConvolutionKernels.fastest(random.bound(Epilogue.NONE), Precision.FLOAT32);
    }

    private static RandomConvolution depthwise() {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(4, 4, window, EdgeMode.ZEROS, 4, true);
        return RandomConvolution.of(1, layer, FeatureShape.of(4, 30, 600));
    }

    private static Box box(int y0, int y1, int x0, int x1) {
        return new Box(new AxisRanges.Range(0, 0), new AxisRanges.Range(y0, y1), new AxisRanges.Range(x0, x1));
    }

    private static Block whole(RandomConvolution random, LayerKernel kernel) {
        return part(random, kernel, random.wholeInput(), Box.whole(random.outputShape));
    }

    private static Block part(RandomConvolution random, LayerKernel kernel, Block input, Box box) {
        Block output = outputBlock(random, box);
        kernel.compute(List.of(input), output, box, new Scratch());
        return output;
    }

    /** Rows further apart than they are long, so that a row written too far shows. */
    private static Block outputBlock(RandomConvolution random, Box box) {
        int rowStride = box.width().size() + 3;
        float[][][] planes =
                new float[random.outputShape.channels()][box.depth().size()][];
        for (float[][] channel : planes) {
            for (int z = 0; z < channel.length; z++) {
                channel[z] = new float[2 + box.height().size() * rowStride];
                Arrays.fill(channel[z], UNTOUCHED);
            }
        }
        return new Block(Region.of(box), planes, 2, rowStride);
    }

    private static void assertBoxesAreOfTheWhole(RandomConvolution random, Random boxes) {
        for (LayerKernel kernel : random.kernels(Epilogue.NONE)) {
            Block whole = whole(random, kernel);
            for (int i = 0; i < 3; i++) {
                Box box = random.randomBox(boxes);
                Block part = part(random, kernel, random.neededInput(box, kernel), box);
                assertSameBits(whole, part, box);
                assertNothingElseIsWritten(part, box);
            }
        }
    }

    private static void assertSameBits(Block whole, Block part, Box box) {
        for (int c = 0; c < whole.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = box.width().first(); x <= box.width().last(); x++) {
                        int wanted = Float.floatToRawIntBits(value(whole, c, z, y, x));
                        int found = Float.floatToRawIntBits(value(part, c, z, y, x));
                        if (wanted != found) {
                            fail("channel " + c + " at " + z + ", " + y + ", " + x + " of " + box);
                        }
                    }
                }
            }
        }
    }

    private static void assertNothingElseIsWritten(Block part, Box box) {
        long untouched = 0;
        long all = 0;
        for (int c = 0; c < part.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                float[] plane = part.plane(c, z);
                all += plane.length;
                for (float value : plane) {
                    untouched += value == UNTOUCHED ? 1 : 0;
                }
            }
        }
        assertEquals(all - box.pixels() * part.channels(), untouched);
    }

    private static void assertAgrees(RandomConvolution random) {
        List<LayerKernel> kernels = random.kernels(Epilogue.NONE);
        List<Block> outputs =
                kernels.stream().map(kernel -> whole(random, kernel)).toList();
        List<String> algorithms = kernels.stream().map(LayerKernel::algorithm).toList();
        ReferenceConvolution reference = random.reference();
        double[] largest = new double[1];
        forEach(random, (c, z, y, x) -> {
            double magnitude = reference.at(c, z, y, x).magnitude();
            largest[0] = Double.isFinite(magnitude) ? Math.max(largest[0], magnitude) : largest[0];
        });
        forEach(random, (c, z, y, x) -> {
            ReferenceConvolution.Value wanted = reference.at(c, z, y, x);
            for (int i = 0; i < kernels.size(); i++) {
                float found = value(outputs.get(i), c, z, y, x);
                String algorithm = algorithms.get(i);
                double bound = TOLERANCE * (algorithm.startsWith("direct") ? wanted.magnitude() : largest[0]);
                bound = algorithm.startsWith("Winograd") ? WINOGRAD_TOLERANCE * largest[0] : bound;
                boolean agrees = Double.isFinite(wanted.sum())
                        ? Math.abs(found - wanted.sum()) <= bound
                        : Double.compare(found, wanted.sum()) == 0;
                if (!agrees) {
                    fail(random + ", " + algorithm + ": channel " + c + " at " + z + ", " + y + ", " + x + " is "
                            + found + ", but should be " + wanted.sum());
                }
            }
        });
    }

    private static float value(Block block, int c, int z, int y, int x) {
        return block.plane(c, z)[block.rowStart(y) + block.column(x)];
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int c, int z, int y, int x);
    }

    private static void forEach(RandomConvolution random, Visitor visitor) {
        Box box = Box.whole(random.outputShape);
        for (int c = 0; c < random.outputShape.channels(); c++) {
            for (int z = box.depth().first(); z <= box.depth().last(); z++) {
                for (int y = box.height().first(); y <= box.height().last(); y++) {
                    for (int x = box.width().first(); x <= box.width().last(); x++) {
                        visitor.visit(c, z, y, x);
                    }
                }
            }
        }
    }
}
