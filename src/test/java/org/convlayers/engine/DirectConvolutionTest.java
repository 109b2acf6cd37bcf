package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectConvolutionTest {
    /** Of the sum of magnitudes. */
    private static final double TOLERANCE = 2e-6;

    private static final float UNTOUCHED = 12345;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheFormula(long seed) {
        RandomConvolution random = RandomConvolution.of(seed);
        assertAgrees(random, whole(random, random.wholeInput()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBoxHasTheBitsOfTheWhole(long seed) {
        RandomConvolution random = RandomConvolution.of(seed);
        assertBoxesAreOfTheWhole(random, new Random(seed));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 13})
    void moreTapsThanAreKeptAgreeWithTheFormula(int outputs) {
        Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(37, outputs, window, EdgeMode.ZEROS, 1, true);
        RandomConvolution random = RandomConvolution.of(outputs, layer, FeatureShape.of(37, 11, 70));
        assertAgrees(random, whole(random, random.wholeInput()));
        assertBoxesAreOfTheWhole(random, new Random(outputs));
    }

    @Test
    void aLargeKernelOfOneChannelAgreesWithTheFormula() {
        Window window = Window.ofKernel(Extent.of(21, 23)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(1, 1, window, EdgeMode.REFLECT, 1, false);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(1, 40, 50));
        assertAgrees(random, whole(random, random.wholeInput()));
        assertBoxesAreOfTheWhole(random, new Random(1));
    }

    @Test
    void circularEdgesReadTheFarSideOfTheMap() {
        Window window = Window.ofKernel(Extent.of(5, 5)).withPadding(Padding.Rule.SAME);
        Convolution layer = new Convolution(2, 3, window, EdgeMode.CIRCULAR, 1, true);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(2, 40, 50));
        Box corner = box(0, 3, 0, 4);
        Block needed = random.neededInput(corner);
        assertEquals(2, needed.region().width().ranges().size());
        assertEquals(2, needed.region().height().ranges().size());
        assertSameBits(whole(random, random.wholeInput()), part(random, needed, corner), corner);
    }

    @Test
    void infinityAndNaNStayWhereTheyAreSeen() {
        for (long seed = 0; seed < 60; seed++) {
            RandomConvolution random = RandomConvolution.of(seed);
            Random places = new Random(seed);
            for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
                float[][] channel = random.input[places.nextInt(random.input.length)];
                float[] plane = channel[places.nextInt(channel.length)];
                plane[places.nextInt(plane.length)] = special;
            }
            assertAgrees(random, whole(random, random.wholeInput()));
        }
    }

    @Test
    void theEpilogueIsAppliedOnceToEachValue() {
        RandomConvolution random = RandomConvolution.of(3);
        Block plain = whole(random, random.wholeInput());
        Block shifted = outputBlock(random, RandomConvolution.wholeBox(random.outputShape));
        Epilogue addOne = (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] += 1;
            }
        };
        Box whole = RandomConvolution.wholeBox(random.outputShape);
        random.create(addOne).compute(List.of(random.wholeInput()), shifted, whole, new Scratch());
        forEach(random, whole, (c, z, y, x) -> assertEquals(value(plain, c, z, y, x) + 1, value(shifted, c, z, y, x)));
    }

    @Test
    void scratchIsGivenBackAndUsedAgain() {
        RandomConvolution random = RandomConvolution.of(5);
        Scratch scratch = new Scratch();
        Box whole = RandomConvolution.wholeBox(random.outputShape);
        Block output = outputBlock(random, whole);
        DirectConvolution convolution = random.create(Epilogue.NONE);
        convolution.compute(List.of(random.wholeInput()), output, whole, scratch);
        assertEquals(0, scratch.bytesInUse());
        long held = scratch.bytesHeld();
        convolution.compute(List.of(random.wholeInput()), output, whole, scratch);
        assertEquals(held, scratch.bytesHeld());
        assertEquals(0, scratch.bytesInUse());
    }

    @Test
    void scratchIsGivenBackWhenTheComputationFails() {
        RandomConvolution random = RandomConvolution.of(5);
        Scratch scratch = new Scratch();
        Box whole = RandomConvolution.wholeBox(random.outputShape);
        Epilogue failing = (values, from, to) -> {
            throw new IllegalStateException("stop");
        };
        assertThrows(
                IllegalStateException.class,
                () -> random.create(failing)
                        .compute(List.of(random.wholeInput()), outputBlock(random, whole), whole, scratch));
        assertEquals(0, scratch.bytesInUse());
    }

    @Test
    void missingInputIsNamed() {
        Window window = Window.ofKernel(Extent.of(3));
        Convolution layer = new Convolution(1, 1, window, EdgeMode.ZEROS, 1, false);
        RandomConvolution random = RandomConvolution.of(1, layer, FeatureShape.of(1, 20));
        Block tooLittle = random.neededInput(box(0, 0, 0, 4));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> part(random, tooLittle, box(0, 0, 0, 9)));
        assertEquals("columns 0 to 11 are needed, but the block holds 0..6", e.getMessage());
    }

    @Test
    void numbersOfWeightsAndBiasesAreChecked() {
        Convolution layer = new Convolution(2, 3, Window.ofKernel(Extent.of(3)), EdgeMode.ZEROS, 1, true);
        FeatureShape shape = FeatureShape.of(2, 20);
        IllegalArgumentException weights = assertThrows(
                IllegalArgumentException.class,
                () -> DirectConvolution.create(layer, shape, new float[17], new float[3], Epilogue.NONE));
        assertEquals("the layer has 18 weights, but got 17", weights.getMessage());
        IllegalArgumentException biases = assertThrows(
                IllegalArgumentException.class,
                () -> DirectConvolution.create(layer, shape, new float[18], new float[2], Epilogue.NONE));
        assertEquals("the layer has 3 biases, but got 2", biases.getMessage());
    }

    private static Box box(int y0, int y1, int x0, int x1) {
        return new Box(new AxisRanges.Range(0, 0), new AxisRanges.Range(y0, y1), new AxisRanges.Range(x0, x1));
    }

    private static Block whole(RandomConvolution random, Block input) {
        return part(random, input, RandomConvolution.wholeBox(random.outputShape));
    }

    private static Block part(RandomConvolution random, Block input, Box box) {
        Block output = outputBlock(random, box);
        random.create(Epilogue.NONE).compute(List.of(input), output, box, new Scratch());
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
        Block whole = whole(random, random.wholeInput());
        for (int i = 0; i < 3; i++) {
            Box box = random.randomBox(boxes);
            Block part = part(random, random.neededInput(box), box);
            assertSameBits(whole, part, box);
            assertNothingElseIsWritten(part, box);
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

    private static void assertAgrees(RandomConvolution random, Block output) {
        ReferenceConvolution reference = random.reference();
        forEach(random, RandomConvolution.wholeBox(random.outputShape), (c, z, y, x) -> {
            ReferenceConvolution.Value wanted = reference.at(c, z, y, x);
            float found = value(output, c, z, y, x);
            boolean agrees = Double.isFinite(wanted.sum())
                    ? Math.abs(found - wanted.sum()) <= TOLERANCE * wanted.magnitude()
                    : Double.compare(found, wanted.sum()) == 0;
            assertTrue(
                    agrees,
                    () -> random + ": channel " + c + " at " + z + ", " + y + ", " + x + " is " + found
                            + ", but should be " + wanted.sum());
        });
    }

    private static float value(Block block, int c, int z, int y, int x) {
        return block.plane(c, z)[block.rowStart(y) + block.column(x)];
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int c, int z, int y, int x);
    }

    private static void forEach(RandomConvolution random, Box box, Visitor visitor) {
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
