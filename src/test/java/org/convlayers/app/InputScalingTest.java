package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImgs;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.CountingMonitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.img.ImgAxes;
import org.convlayers.img.ImgSource;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputScalingTest {
    private static final FeatureShape SHAPE = FeatureShape.of(2, 1, 2);

    /** Two items of two channels of two pixels. */
    private static ArraySource source() {
        return new ArraySource(SHAPE, new float[][][][] {{{{0, 10}}, {{20, 30}}}, {{{5, 5}}, {{5, 5}}}});
    }

    private static float[] scaled(String text, OptionalDouble largest, int item) {
        return scaled(text, source(), largest, item);
    }

    private static float[] scaled(String text, ArraySource from, OptionalDouble largest, int item) {
        BlockSource source = InputScaling.parse(text).scale(from, largest);
        Block block = source.read(item, Region.whole(SHAPE), new Scratch());
        float[] values = new float[4];
        for (int c = 0; c < 2; c++) {
            for (int x = 0; x < 2; x++) {
                values[2 * c + x] = block.plane(c, 0)[block.rowStart(0) + block.column(x)];
            }
        }
        return values;
    }

    private static float[] scaled(String text) {
        return scaled(text, OptionalDouble.empty(), 0);
    }

    @Test
    void valuesAreTakenAsTheyAre() {
        ArraySource source = source();
        assertSame(source, InputScaling.parse("as is").scale(source, OptionalDouble.of(255)));
    }

    @Test
    void typesAreScaledByTheirLargestValue() {
        assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0.75f}, scaled("0..1", OptionalDouble.of(40), 0));
        assertArrayEquals(new float[] {0, 10, 20, 30}, scaled("0..1"));
    }

    /** Mean 15; variance (225 + 25 + 25 + 225) / 4 = 125. */
    @Test
    void scoresAreOverAllValuesOfTheItem() {
        float s = (float) Math.sqrt(125);
        assertArrayEquals(new float[] {-15 / s, -5 / s, 5 / s, 15 / s}, scaled("z-score"), 1e-6f);
        assertArrayEquals(new float[4], scaled("z-score", OptionalDouble.empty(), 1));
    }

    /** numpy.percentile([0, 10, 20, 30], [10, 50]) is [3, 15]. */
    @Test
    void percentilesBecomeZeroAndOne() {
        assertArrayEquals(new float[] {-3 / 12f, 7 / 12f, 17 / 12f, 27 / 12f}, scaled("percentile(10, 50)"), 1e-6f);
        assertArrayEquals(new float[4], scaled("percentile(10, 50)", OptionalDouble.empty(), 1));
    }

    @Test
    void wordsAreReadInAnyCase() {
        ArraySource source = source();
        assertSame(source, InputScaling.parse("As Is").scale(source, OptionalDouble.of(255)));
        assertArrayEquals(scaled("z-score"), scaled("Z-Score"));
        assertArrayEquals(scaled("percentile(10, 50)"), scaled("Percentile(10, 50)"));
    }

    @Test
    void channelsHaveTheirOwnMeanAndDeviation() {
        assertArrayEquals(new float[] {-1, 9, 9, 14}, scaled("x mean=[1, 2] std=[1,2]"));
        assertArrayEquals(new float[] {-0.5f, 0, -0.5f, 0}, scaled("x/20 mean=[0.5,1.5]"));
        assertEquals(
                "input: mean=[1.0] has 1 number for 2 channels",
                assertThrows(IllegalArgumentException.class, () -> scaled("as is mean=[1]"))
                        .getMessage());
        assertEquals(
                "input: std=[0.0, 1.0] would divide by 0",
                assertThrows(IllegalArgumentException.class, () -> InputScaling.parse("std=[0,1]"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x/127.5-1 | -0.92156863",
                "1 - 2 - x | -11",
                "2*(x+1)/-4 | -5.5",
                "--x | 10",
                "min(x, 3) + max(x,.5e1) | 13",
                "8/2/2*x | 20",
                "1e1+x*0. | 10"
            })
    void formulasAreCountedAsUsual(String formula, float ofTen) {
        assertEquals(ofTen, scaled(formula)[1], 1e-6f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "x+",
                "(x",
                "x)",
                "2x",
                "x x",
                "min(x)",
                "1..2",
                "exec(x)",
                "x;x",
                "z score",
                "percentile(a,b)"
            })
    void whatIsNoScalingIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> InputScaling.parse(text));
    }

    @Test
    void refusalsSayWhatIsAllowed() {
        assertEquals(
                "input=y: expected x, a number, + - * / ( ) min or max at character 1; allowed are 'auto', 'as is', '0..1', 'z-score', 'percentile(1,99.8)', and a formula in x such"
                        + " as x/127.5-1, with + - * / ( ) min max; mean=[...] and std=[...] may follow",
                assertThrows(IllegalArgumentException.class, () -> InputScaling.parse("y"))
                        .getMessage());
        assertEquals(
                "input=percentile(99.0,1.0) is not possible; the first number is below the second, both are between 0 and"
                        + " 100",
                assertThrows(IllegalArgumentException.class, () -> InputScaling.parse("percentile(99,1)"))
                        .getMessage());
    }

    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> InputScaling.parse(text))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x/ | expected x, a number, a bracket, min or max at character 3",
                "2x | expected an operator at character 2",
                "x  x | expected an operator at character 4",
                "min(x,1,2) | expected ')' at character 8",
                "(x+1 | expected ')' at character 5",
                "x + & | expected x, a number, + - * / ( ) min or max at character 5",
                "x/0 | division by 0 at character 2",
                "x/(2-1-1)+1 | division by 0 at character 2",
                "x*1e400 | a number that is too large at character 3",
                "x+1e200*1e200 | a number that is too large at character 8",
                "5 | there is no x in it",
                "1/2 mean=[1,2] | there is no x in it"
            })
    void formulasThatCannotBeComputedAreRefused(String text, String fault) {
        assertEquals(
                "input=" + text + ": " + fault,
                refusal(text).replaceFirst("; allowed are 'auto', 'as is', '0..1', 'z-score', .*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "std=[NaN,1,1]",
                "mean=[Infinity,0,0]",
                "mean=[0x1p3,1d,2f]",
                "mean=[1d]",
                "std=[1e400]",
                "percentile(0x1,99)",
                "percentile(NaN,99)",
                "mean=[]",
                "mean=[1,,2]"
            })
    void numbersAreWrittenInDecimals(String text) {
        String refusal = refusal(text);
        assertTrue(refusal.startsWith("input=" + text + ": '") && refusal.contains("' is no number"), refusal);
    }

    @Test
    void numbersMayHaveSignsAndPowersOfTen() {
        assertArrayEquals(new float[] {0.5f, 10.5f, 0, 10}, scaled(" x mean = [ -5e-1, +20. ] "), 1e-6f);
    }

    @Test
    void meanAndDeviationComeLastAndOnce() {
        assertEquals(InputScaling.parse("x/2 mean=[1] std=[2]"), InputScaling.parse("x/2 std=[2] mean=[1]"));
        assertEquals(
                "input=x mean=[1,2,3] /255: '/255' is not expected there; mean=[...] and std=[...] come last, and nothing"
                        + " between or behind them",
                refusal("x mean=[1,2,3] /255"));
        assertEquals(
                "input=mean=[1] x std=[2]: 'x' is not expected there; mean=[...] and std=[...] come last, and nothing"
                        + " between or behind them",
                refusal("mean=[1] x std=[2]"));
        assertEquals(
                "input=mean=[1,2] std=[1,2] mean=[4,5]: mean is given twice",
                refusal("mean=[1,2] std=[1,2] mean=[4,5]"));
    }

    @Test
    void whatIsDoneMayBeLeftOpen() {
        assertEquals(Optional.empty(), InputScaling.choice(" Auto"));
        assertEquals(Optional.of(InputScaling.AS_IS), InputScaling.choice("as is"));
        assertThrows(IllegalArgumentException.class, () -> InputScaling.choice("automatic"));
    }

    @Test
    void anEmptyTextIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> InputScaling.choice(" "))
                .getMessage();
        assertTrue(message.startsWith("input= is empty; allowed are 'auto', 'as is', '0..1'"), message);
    }

    /** numpy.nanmean([0, nan, 20, 30]) is 50 / 3; numpy.nanpercentile of them is 10 for 25, 25 for 75. */
    @Test
    void whatIsNoNumberDoesNotCount() {
        ArraySource source = new ArraySource(SHAPE, new float[][][][] {{{{0, Float.NaN}}, {{20, 30}}}});
        float s = (float) Math.sqrt((2500 + 100 + 1600) / 27.0);
        assertArrayEquals(
                new float[] {-50 / (3 * s), Float.NaN, 10 / (3 * s), 40 / (3 * s)},
                scaled("z-score", source, OptionalDouble.empty(), 0),
                1e-6f);
        assertArrayEquals(
                new float[] {-10 / 15f, Float.NaN, 10 / 15f, 20 / 15f},
                scaled("percentile(25,75)", source, OptionalDouble.empty(), 0),
                1e-6f);
        ArraySource nothing =
                new ArraySource(SHAPE, new float[][][][] {{{{Float.NaN, Float.NaN}}, {{Float.NaN, Float.NaN}}}});
        assertTrue(Float.isNaN(scaled("z-score", nothing, OptionalDouble.empty(), 0)[0]));
        assertTrue(Float.isNaN(scaled("percentile", nothing, OptionalDouble.empty(), 0)[0]));
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(100_000) + "x";
        assertThrows(IllegalArgumentException.class, () -> InputScaling.parse(deep));
    }

    private static void read(String text, Scratch scratch) {
        ImgSource from = ImgSource.of(ArrayImgs.floats(new float[60], 5, 6, 2, 1, 1), ImgAxes.ofHyperstack(2, 5));
        BlockSource source = InputScaling.parse(text).scale(from, OptionalDouble.empty());
        source.release(source.read(0, Region.whole(source.shape()), scratch), scratch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"z-score", "percentile", "x/2"})
    void whatIsCancelledLeavesNothingInUse(String text) {
        CountingMonitor never = CountingMonitor.never();
        read(text, new Scratch(never));
        assertTrue(never.asked() > 2 * 6, "rows are scaled without a look");
        for (int cancelAt = 1; cancelAt <= never.asked(); cancelAt++) {
            Scratch scratch = new Scratch(new CountingMonitor(cancelAt));
            assertThrows(CancellationException.class, () -> read(text, scratch));
            assertEquals(0, scratch.bytesInUse());
        }
    }
}
