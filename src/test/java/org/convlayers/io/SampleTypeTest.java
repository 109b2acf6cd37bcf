package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTypeTest {
    @ParameterizedTest
    @CsvSource({
        "0.49999997, 0, 0",
        "0.5, 1, 1",
        "1.5, 2, 2",
        "2.5, 3, 3",
        "-0.5, 0, 0",
        "-3e9, 0, 0",
        "254.5, 255, 255",
        "255.5, 255, 256",
        "65534.5, 255, 65535",
        "1e20, 255, 65535",
        "NaN, 0, 0",
        "Infinity, 255, 65535",
        "-Infinity, 0, 0"
    })
    void wholeNumbersRoundHalfUpAndClip(float value, float uint8, float uint16) {
        assertEquals(uint8, SampleType.UINT8.nearest(value));
        assertEquals(uint16, SampleType.UINT16.nearest(value));
        assertEquals(value, SampleType.FLOAT32.nearest(value));
    }

    @Test
    void valuesAreStoredInTheBuffersOrder() {
        float[] values = {9, 1, 300, 70000};
        assertArrayEquals(new byte[] {1, (byte) 255}, put(SampleType.UINT8, values));
        assertArrayEquals(new byte[] {0, 1, 1, 44}, put(SampleType.UINT16, values));
        assertArrayEquals(
                new byte[] {0x3f, (byte) 0x80, 0, 0, 0x43, (byte) 0x96, 0, 0}, put(SampleType.FLOAT32, values));
    }

    private static byte[] put(SampleType type, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * type.bytes());
        type.put(values, 1, 2, bytes);
        assertEquals(0, bytes.remaining());
        return bytes.array();
    }

    @Test
    void namesAreRead() {
        assertEquals(SampleType.UINT16, SampleType.parse("uint16"));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> SampleType.parse("int32"));
        assertEquals("'int32' is not a type; allowed are float32, uint16, uint8", error.getMessage());
    }
}
