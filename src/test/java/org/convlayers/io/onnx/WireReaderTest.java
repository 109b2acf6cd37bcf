package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
    private static WireReader reader(Proto message) throws DamagedFileException {
        return WireReader.of("made.onnx", ByteBuffer.wrap(message.bytes()));
    }

    /** Reads everything that can be read without knowing what it means. */
    private static String fault(Proto message) {
        String text = assertThrows(DamagedFileException.class, () -> {
                    WireReader reader = reader(message);
                    while (reader.next()) {
                        assertTrue(reader.field() > 0);
                    }
                })
                .getMessage();
        assertTrue(text.startsWith("made.onnx: "), text);
        return text.substring("made.onnx: ".length());
    }

    /** The examples of protobuf.dev/programming-guides/encoding. */
    @Test
    void theExamplesOfTheFormatAreRead() throws DamagedFileException {
        WireReader number = reader(new Proto().raw(0x08, 0x96, 0x01));
        assertTrue(number.next());
        assertEquals(1, number.field());
        assertEquals(150, number.varint());
        assertFalse(number.next());
        WireReader text = reader(new Proto().raw(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67));
        assertTrue(text.next());
        assertEquals(2, text.field());
        assertEquals("testing", text.text());
        WireReader packed = reader(new Proto().raw(0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05));
        assertTrue(packed.next());
        List<Long> values = new ArrayList<>();
        packed.varints(values::add);
        assertEquals(List.of(3L, 270L, 86942L), values);
    }

    @Test
    void numbersAreReadPackedOrNot() throws DamagedFileException {
        WireReader reader = reader(new Proto()
                .packedVarints(1, 1, -1)
                .varint(1, Long.MIN_VALUE)
                .packedFloats(2, 0.5f, -2)
                .fixed32(2, 3)
                .packedDoubles(3, 1e300));
        List<Long> wholes = new ArrayList<>();
        List<Double> reals = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> reader.varints(wholes::add);
                case 2 -> reader.floats(reals::add);
                default -> reader.doubles(reals::add);
            }
        }
        assertEquals(List.of(1L, -1L, Long.MIN_VALUE), wholes);
        assertEquals(List.of(0.5, -2.0, 3.0, 1e300), reals);
    }

    @Test
    void fieldsThatNobodyTakesAreSkipped() throws DamagedFileException {
        WireReader reader = reader(new Proto()
                .varint(9, -1)
                .text(10, "skipped")
                .fixed32(11, 1)
                .raw(12 << 3 | 1, 1, 2, 3, 4, 5, 6, 7, 8)
                .raw(13 << 3 | 3, 1 << 3, 5, 2 << 3 | 3, 2 << 3 | 4, 13 << 3 | 4)
                .bytes(1, new byte[] {7}));
        while (reader.next() && reader.field() != 1) {
            assertTrue(reader.field() > 8);
        }
        byte[] taken = new byte[1];
        reader.bytes().get(taken);
        assertArrayEquals(new byte[] {7}, taken);
    }

    @Test
    void brokenMessagesAreRefused() {
        assertEquals("the file ends in the middle of a number", fault(new Proto().raw(0x08, 0x96)));
        assertEquals(
                "a number has more than 64 bits",
                fault(new Proto().raw(0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)));
        assertEquals("field 1 has a length of 5 bytes, but only 1 follow", fault(new Proto().raw(0x0a, 5, 0)));
        assertEquals(
                "field 1 has a length of 18446744073709551615 bytes, but only 0 follow",
                fault(new Proto().raw(0x0a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)));
        assertEquals(
                "a field has the number 0, which is not possible; is this an .onnx file?",
                fault(new Proto().raw(0, 0)));
        assertEquals("group 1 is not closed", fault(new Proto().raw(0x0b)));
        assertEquals("group 1 is closed as group 2", fault(new Proto().raw(0x0b, 0x14)));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 4})
    void wireTypesThatDoNotExistAreRefused(int type) {
        assertEquals(
                "field 1 has wire type " + type + ", which does not belong there; is this an .onnx file?",
                fault(new Proto().raw(1 << 3 | type, 0)));
    }

    @Test
    void nestingIsBounded() throws DamagedFileException {
        int[] open = new int[100_000];
        Arrays.fill(open, 0x0b);
        assertEquals("groups are nested more than 64 deep", fault(new Proto().raw(open)));
        Proto nested = new Proto();
        for (int i = 0; i < 70; i++) {
            nested = new Proto().message(1, nested);
        }
        WireReader outer = reader(nested);
        DamagedFileException thrown = assertThrows(DamagedFileException.class, () -> {
            WireReader inner = outer;
            while (inner.next()) {
                inner = inner.message();
            }
        });
        assertEquals("made.onnx: messages are nested more than 64 deep", thrown.getMessage());
    }

    @Test
    void theNumberOfMessagesIsBounded() {
        int[] empty = new int[600_000];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = 0x0a;
        }
        Proto message = new Proto().raw(empty);
        DamagedFileException thrown = assertThrows(DamagedFileException.class, () -> {
            WireReader reader = reader(message);
            while (reader.next()) {
                assertFalse(reader.message().next());
            }
        });
        assertEquals(
                "made.onnx: more than 262144 nodes, attributes and other parts are not supported", thrown.getMessage());
    }

    @Test
    void valuesOfAnotherTypeThanExpectedAreRefused() throws DamagedFileException {
        WireReader reader = reader(new Proto().text(1, "text"));
        assertTrue(reader.next());
        assertEquals(
                "made.onnx: field 1 has wire type 2 where 0 belongs; is this an .onnx file?",
                assertThrows(DamagedFileException.class, reader::varint).getMessage());
        WireReader latin = reader(new Proto().bytes(1, new byte[] {(byte) 0xe9}));
        assertTrue(latin.next());
        assertEquals(
                "made.onnx: the text of field 1 is not UTF-8",
                assertThrows(DamagedFileException.class, latin::text).getMessage());
        WireReader uneven = reader(new Proto().bytes(1, new byte[5]));
        assertTrue(uneven.next());
        assertEquals(
                "made.onnx: field 1 has 5 bytes, which is no multiple of 4",
                assertThrows(DamagedFileException.class, () -> uneven.floats(value -> {}))
                        .getMessage());
        WireReader cut = reader(new Proto().bytes(1, new byte[] {(byte) 0x80}).varint(2, 1));
        assertTrue(cut.next());
        assertEquals(
                "made.onnx: a number of field 1 goes on behind the end of the field",
                assertThrows(DamagedFileException.class, () -> cut.varints(value -> {}))
                        .getMessage());
    }
}
