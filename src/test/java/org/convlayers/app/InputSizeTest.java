package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.convlayers.layer.Network;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputSizeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Conv2d(3, 8, 3)   | 64x32     | 3x64x32
                    Conv2d(3, 8, 3)   | 3x64x32   | 3x64x32
                    Conv2d(3, 8, 3)   | 4x64x32   | 4x64x32
                    Conv1d(2, 8, 3)   | 64        | 2x64
                    Conv1d(2, 8, 3)   | 2x64      | 2x64
                    Conv3d(1, 8, 3)   | 5x64x32   | 1x5x64x32
                    Conv3d(2, 8, 3)   | 2x5x64x32 | 2x5x64x32
                    ReLU()            | 64x32     | 1x64x32
                    ReLU()            | 6x64x32   | 6x64x32
                    ReLU()            | 2x5x64x32 | 2x5x64x32
                    """)
    void theRankOfTheNetworkDecides(String network, String size, String expected) {
        assertEquals(expected, InputSize.parse(size, NetworkText.parse(network)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "3x4x64x32", "64 32", "64X32", "0x32", "64x", "-1x32", "64x99999999999", "a x b"})
    void otherSizesAreRefused(String size) {
        Network network = NetworkText.parse("Conv2d(3, 8, 3)");
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> InputSize.parse(size, network));
        assertEquals(
                "'" + size
                        + "' is not the size of an input with 2 spatial axes; write HxW or CxHxW in pixels (each 1 to 999999999), such as 64x64",
                error.getMessage());
    }
}
