package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Scratch;
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
        BlockSource source = InputScaling.parse(text).scale(source(), largest);
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
    void channelsHaveTheirOwnMeanAndDeviation() {
        assertArrayEquals(new float[] {-1, 9, 9, 14}, scaled("x mean=[1, 2] std=[1,2]"));
        assertArrayEquals(new float[] {-0.5f, 0, -0.5f, 0}, scaled("x/20 mean=[0.5,1.5]"));
        assertEquals(
                "input: mean=[1.0] has 1 numbers for 2 channels",
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
                "input=y is not known; allowed are 'as is', '0..1', 'z-score', 'percentile(1,99.8)', and a formula in x such"
                        + " as x/127.5-1, with + - * / ( ) min max; mean=[...] and std=[...] may follow",
                assertThrows(IllegalArgumentException.class, () -> InputScaling.parse("y"))
                        .getMessage());
        assertEquals(
                "input=percentile(99.0,1.0) is not possible; the first number is below the second, both are between 0 and"
                        + " 100",
                assertThrows(IllegalArgumentException.class, () -> InputScaling.parse("percentile(99,1)"))
                        .getMessage());
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(100_000) + "x";
        assertThrows(IllegalArgumentException.class, () -> InputScaling.parse(deep));
    }
}
