package org.convlayers.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes near the largest int: an answer, or an error that names them. */
class HugeSizesTest {
    private static FeatureShape output(String layer, FeatureShape input) {
        return NetworkText.parse(layer).outputShape(input);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(1, 1, 2, dilation=2147483647) | layer '0': sizes of 2x2 and 2147483647x2147483647 together are"
                        + " more than 2147483647 pixels on an axis",
                "Conv2d(1, 1, 3, padding=2147483647) | layer '0': sizes of 9x9 and 2147483647x2147483647 together are"
                        + " more than 2147483647 pixels on an axis",
                "Conv2d(1, 1, (1, 1073741824), padding='full') | layer '0': sizes of 9x1073741832 and 0x1073741823"
                        + " together are more than 2147483647 pixels on an axis",
                "Conv2d(65536, 65536, 1) | line 1, column 1: a weight of size [65536, 65536, 1, 1] has more than the"
                        + " 2147483639 values that are supported"
            })
    void sizesThatDoNotFitAreNamed(String layer, String message) {
        FeatureShape input = FeatureShape.of(1, 9, 9);
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> output(layer, input));
        assertEquals(message, error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"same-upper", "same-lower"})
    void stridesBeyondTheInputGiveOnePixel(String padding) {
        String layer = "Conv2d(1, 1, 3, stride=2147483647, padding='" + padding + "')";
        assertEquals(FeatureShape.of(1, 1, 1), output(layer, FeatureShape.of(1, 1, 9)));
    }

    @Test
    void imagesOfMoreValuesThanALongCountsAreRejected() {
        ShapeException error =
                assertThrows(ShapeException.class, () -> FeatureShape.of(16, Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertEquals(
                "16 channels of 2147483647x2147483647 pixels are more values than can be counted", error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(1, 2, 3) | 9 multiply-accumulates for each of 2x999999997x999999997 values are more than can be"
                        + " counted",
                "ConvTranspose2d(1, 2, 3) | 18 multiply-accumulates for each of 1x999999999x999999999 values are more"
                        + " than can be counted",
                "Conv2d(1, 5, 1); Conv2d(5, 1, 1) | the multiply-accumulates up to layer '1' for an input of"
                        + " 1x999999999x999999999 are more than can be counted"
            })
    void workThatCannotBeCountedIsNamed(String layers, String message) {
        FeatureShape input = FeatureShape.of(1, 999_999_999, 999_999_999);
        ShapeException error = assertThrows(
                ShapeException.class, () -> NetworkText.parse(layers).macs(input));
        assertEquals(message, error.getMessage());
    }
}
