package org.convlayers.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static Window window(int kernel, int stride, int dilation, String padding) {
        return new Window(Extent.of(kernel), Extent.of(stride), Extent.of(dilation), Padding.parse(padding, 1));
    }

    /** The relationships of Dumoulin and Visin, arXiv:1603.07285, with their figures' numbers. */
    @ParameterizedTest(name = "i={0} k={1} p={2} s={3} d={4}")
    @CsvSource({
        "4, 3, 0, 1, 1, 2", "5, 4, 2, 1, 1, 6", "5, 3, 1, 1, 1, 5", "5, 3, 2, 1, 1, 7",
        "5, 3, 0, 2, 1, 2", "5, 3, 1, 2, 1, 3", "6, 3, 1, 2, 1, 3", "7, 3, 0, 1, 2, 3"
    })
    void outputSizeFollowsConvolutionArithmetic(int i, int k, int p, int s, int d, int expected) {
        assertEquals(Extent.of(expected), window(k, s, d, Integer.toString(p)).outputSize(Extent.of(i)));
    }

    @ParameterizedTest(name = "k={0} d={1}")
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 3", "5, 2", "6, 5"})
    void sameKeepsTheSizeWithTheOddPixelAtTheEnd(int k, int d) {
        Window window = window(k, 1, d, "same");
        Margins margins = window.margins(Extent.of(40));
        assertEquals(Extent.of(40), window.outputSize(Extent.of(40)));
        assertEquals(d * (k - 1), margins.begin().get(0) + margins.end().get(0));
        assertEquals((d * (k - 1)) % 2, margins.end().get(0) - margins.begin().get(0));
    }

    @ParameterizedTest(name = "n={0} k={1} s={2}")
    @CsvSource({"7, 3, 2", "8, 3, 2", "8, 2, 3", "9, 5, 4", "1, 7, 2", "10, 1, 3"})
    void sameUpperAndLowerGiveTheCeilingOfTheShare(int n, int k, int s) {
        Window upper = window(k, s, 1, "same-upper");
        Window lower = window(k, s, 1, "same-lower");
        assertEquals(Extent.of((n + s - 1) / s), upper.outputSize(Extent.of(n)));
        assertEquals(upper.outputSize(Extent.of(n)), lower.outputSize(Extent.of(n)));
        assertEquals(
                upper.margins(Extent.of(n)).begin(), lower.margins(Extent.of(n)).end());
    }

    @Test
    void fullTouchesEveryOverlap() {
        assertEquals(Extent.of(5 + 2), window(3, 1, 1, "full").outputSize(Extent.of(5)));
    }

    @Test
    void strideTwoSamePaddingIsRejected() {
        ShapeException error = assertThrows(ShapeException.class, () -> window(3, 2, 1, "same"));
        assertEquals("padding='same' is not supported for strided convolutions, but got stride 2", error.getMessage());
    }

    @Test
    void sizesThatOverflowAreAnError() {
        Window huge = window(Integer.MAX_VALUE, 1, 2, "0");
        assertThrows(ShapeException.class, () -> huge.outputSize(Extent.of(5)));
    }
}
