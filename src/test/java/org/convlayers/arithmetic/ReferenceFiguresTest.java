package org.convlayers.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.shape.EdgeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of Dumoulin and Visin's guide: their sizes, their relationships, and the numbers printed in them. */
final class ReferenceFiguresTest {
    private static final float[] INPUT = {
        3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1,
    };
    private static final float[] KERNEL = {0, 1, 2, 2, 2, 0, 0, 1, 2};

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no padding          | 4 | 3 | 0 | 1 | 1 | 0 | floor((4 + 2·0 - 3)/1) + 1 = 2
            arbitrary padding   | 5 | 4 | 2 | 1 | 1 | 0 | floor((5 + 2·2 - 4)/1) + 1 = 6
            same padding        | 5 | 3 | 1 | 1 | 1 | 0 | floor((5 + 2·1 - 3)/1) + 1 = 5
            full padding        | 5 | 3 | 2 | 1 | 1 | 0 | floor((5 + 2·2 - 3)/1) + 1 = 7
            strides             | 5 | 3 | 0 | 2 | 1 | 0 | floor((5 + 2·0 - 3)/2) + 1 = 2
            padding and strides | 5 | 3 | 1 | 2 | 1 | 0 | floor((5 + 2·1 - 3)/2) + 1 = 3
            odd                 | 6 | 3 | 1 | 2 | 1 | 1 | floor((6 + 2·1 - 3)/2) + 1 = 3
            dilation            | 7 | 3 | 0 | 1 | 2 | 0 | floor((7 + 2·0 - 3 - (3 - 1)·(2 - 1))/1) + 1 = 3
            """)
    void convolutionsHaveTheSizesOfTheGuide(
            String name, int i, int k, int p, int s, int d, int unseen, String formula) {
        CellAxis rows = Examples.convolution(i, k, p, s, d).rows();
        assertEquals(formula, rows.formula());
        assertEquals((i + 2 * p - k - (k - 1) * (d - 1)) / s + 1, rows.outputSize());
        assertEquals(i + 2 * p, rows.cells().size());
        assertEquals(unseen, rows.unseen());
    }

    /** Each has the input of a figure above as its output; a = (i + 2p - k) mod s. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no padding          | 2 | 3 | 0 | 1 | 1 | 0 | (2 - 1)·1 - 2·0 + 1·(3 - 1) + 0 + 1 = 4
            arbitrary padding   | 6 | 4 | 2 | 1 | 1 | 0 | (6 - 1)·1 - 2·2 + 1·(4 - 1) + 0 + 1 = 5
            same padding        | 5 | 3 | 1 | 1 | 1 | 0 | (5 - 1)·1 - 2·1 + 1·(3 - 1) + 0 + 1 = 5
            full padding        | 7 | 3 | 2 | 1 | 1 | 0 | (7 - 1)·1 - 2·2 + 1·(3 - 1) + 0 + 1 = 5
            strides             | 2 | 3 | 0 | 2 | 1 | 0 | (2 - 1)·2 - 2·0 + 1·(3 - 1) + 0 + 1 = 5
            padding and strides | 3 | 3 | 1 | 2 | 1 | 0 | (3 - 1)·2 - 2·1 + 1·(3 - 1) + 0 + 1 = 5
            odd                 | 3 | 3 | 1 | 2 | 1 | 1 | (3 - 1)·2 - 2·1 + 1·(3 - 1) + 1 + 1 = 6
            dilation            | 3 | 3 | 0 | 1 | 2 | 0 | (3 - 1)·1 - 2·0 + 2·(3 - 1) + 0 + 1 = 7
            """)
    void transposedConvolutionsHaveTheSizesOfTheGuide(
            String name, int i, int k, int p, int s, int d, int a, String formula) {
        CellAxis rows = Examples.transposed(i, k, p, s, d, a).rows();
        assertEquals(formula, rows.formula());
        int stretched = i + (i - 1) * (s - 1);
        int padding = d * (k - 1) - p;
        assertEquals(stretched + 2 * padding + a, rows.cells().size());
        if (d == 1) {
            assertEquals(s * (i - 1) + a + k - 2 * p, rows.outputSize());
        }
    }

    /** Figure 1.1. */
    @Test
    void theFirstFigureHasItsNumbers() {
        LayerArithmetic figure = Examples.withKernel(Examples.window(3, 0, 1, 1), EdgeMode.ZEROS, KERNEL, INPUT);
        assertArrayEquals(
                new float[] {12, 12, 17, 10, 17, 19, 9, 6, 14}, figure.output().data());
        assertEquals("y[0, 0, 0] = 12", figure.frame(0).equation());
        assertEquals("y[0, 1, 2] = 19", figure.frame(5).equation());
        assertEquals(
                List.of(0.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0, 1.0, 4.0),
                figure.frame(0).sums().get(0).taps().stream()
                        .map(Frame.Tap::product)
                        .toList());
    }

    /** Figure 1.2. */
    @Test
    void theFigureWithPaddingAndStridesHasItsNumbers() {
        LayerArithmetic figure = Examples.withKernel(Examples.window(3, 1, 2, 1), EdgeMode.ZEROS, KERNEL, INPUT);
        assertArrayEquals(
                new float[] {6, 17, 3, 8, 17, 13, 6, 4, 4}, figure.output().data());
    }

    /** Figure 2.6: between the pixels of the input stands a zero. */
    @Test
    void transposedStridesStretchTheInput() {
        LayerArithmetic figure = Examples.transposed(2, 3, 0, 2, 1, 0);
        String kinds = IntStream.range(0, 7)
                .mapToObj(column -> figure.kind(2, column).name().substring(0, 1))
                .reduce("", String::concat);
        assertEquals("CCISICC", kinds);
        assertEquals(Cell.Kind.STRETCHED, figure.kind(3, 2));
        assertEquals(Cell.Kind.CONSTANT, figure.kind(3, 1));
    }
}
