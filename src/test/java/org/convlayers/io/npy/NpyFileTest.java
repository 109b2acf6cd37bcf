package org.convlayers.io.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were made by numpy, see make_npy.py beside them. */
class NpyFileTest {
    @TempDir
    Path folder;

    static Path resource(String name) {
        try {
            return Path.of(NpyFileTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static float[] countTo24() {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }

    private static float[] read(String name) throws DamagedFileException {
        return NpyFile.readAll(resource(name)).data();
    }

    private Path write(int version, String dict, int dataBytes) throws IOException {
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + lengthBytes + dict.length() + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version);
        bytes.put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) dict.length());
        } else {
            bytes.putInt(dict.length());
        }
        bytes.put(dict.getBytes(StandardCharsets.ISO_8859_1));
        return Files.write(folder.resolve("made.npy"), bytes.array());
    }

    private static String fault(Path file) {
        String message = assertThrows(DamagedFileException.class, () -> NpyFile.readAll(file))
                .getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length() + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1"})
    void everyNumericTypeIsReadInBothByteOrders(String type) throws IOException {
        for (String order : List.of("le", "be")) {
            Tensor tensor = NpyFile.readAll(resource(type + "_" + order + ".npy"));
            assertEquals(List.of(2, 3, 4), tensor.shape());
            assertArrayEquals(countTo24(), tensor.data());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fortran", "version2", "version3"})
    void fortranOrderAndLaterVersionsGiveTheSameArray(String name) throws IOException {
        Tensor tensor = NpyFile.readAll(resource(name + ".npy"));
        assertEquals(List.of(2, 3, 4), tensor.shape());
        assertArrayEquals(countTo24(), tensor.data());
    }

    @Test
    void scalarsEmptyArraysAndBooleansAreRead() throws IOException {
        Tensor scalar = NpyFile.readAll(resource("scalar.npy"));
        assertEquals(List.of(), scalar.shape());
        assertArrayEquals(new float[] {1.5f}, scalar.data());
        assertEquals(List.of(0, 3), NpyFile.readAll(resource("empty.npy")).shape());
        assertArrayEquals(new float[] {1, 0, 1}, read("bool.npy"));
    }

    @Test
    void extremesBecomeTheNearestFloat() throws IOException {
        float infinity = Float.POSITIVE_INFINITY;
        assertArrayEquals(
                new float[] {
                    0, -0f, 0x1p-24f, -0x1p-15f, 0x1p-14f, 65504, infinity, -infinity, Float.NaN, 1365 * 0x1p-12f
                },
                read("extremes_f2.npy"));
        assertArrayEquals(new float[] {1 / 3f, infinity, -0f, Float.NaN, 1}, read("extremes_f8.npy"));
        assertArrayEquals(new float[] {-0x1p63f, 0x1p63f, 0x1p24f}, read("extremes_i8.npy"));
        assertArrayEquals(new float[] {0x1p64f, 0x1p63f, 0x1p63f + 0x1p40f, 0x1p24f}, read("extremes_u8.npy"));
        assertArrayEquals(new float[] {0x1p32f, 0x1p31f}, read("extremes_u4.npy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4_le", "f2_be", "u1_le", "fortran"})
    void anyPartIsReadInAnyOrder(String name) throws IOException {
        try (NpyFile file = NpyFile.open(resource(name + ".npy"))) {
            assertEquals(List.of(2, 3, 4), file.shape());
            float[] rows = new float[10];
            file.read(16, rows, 5, 4);
            file.read(3, rows, 1, 4);
            assertArrayEquals(new float[] {0, 3, 4, 5, 6, 16, 17, 18, 19, 0}, rows);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "object.npy # type '|O' is an array of Python objects (pickle), which is never read",
                "structured.npy # structured types are not supported: [('x', '<f4'), ('y', '<i2')]",
                "complex.npy # type '<c8' is not supported; known are b1, f2, f4, f8, i1",
                "text.npy # type '<U2' is not supported"
            })
    void whatIsNotNumericIsRefusedByName(String name, String fault) {
        assertTrue(fault(resource(name)).startsWith(fault), fault(resource(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x # header, column 57: nothing may follow",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2)} # header, column 54: a tuple of one number",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)} # header, column 52: a size between 0 and",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)} # header, column 35: True or False is expected",
                "{'descr': '<f4', 'fortran_order': False} # header, column 41: one of 'descr', 'fortran_order' and",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (2,)} # header, column 18: the key 'descr' is not expected",
                "{'descr': open('x'), 'fortran_order': False, 'shape': (2,)} # header, column 11: a quoted word",
                "{'descr': '=f4', 'fortran_order': False, 'shape': (2,)} # type '=f4' is not supported",
                "{'descr': '|f4', 'fortran_order': False, 'shape': (2,)} # type '|f4' is not supported",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} # shape [3] of type '<f4' needs a file of",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} # shape [1] of type '<f4' needs a file of",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 99999, 99999)} # the shape [99999,"
            })
    void headersThatAreNotNumpysAreRefused(String dict, String fault) throws IOException {
        String actual = fault(write(1, dict, 8));
        assertTrue(actual.startsWith(fault), actual);
    }

    @Test
    void keysMayComeInAnyOrderAndWithDoubleQuotes() throws IOException {
        Path file = write(1, "{\"shape\":(2,),\"descr\":\"<f4\",\"fortran_order\":False}\n", 8);
        assertEquals(List.of(2), NpyFile.readAll(file).shape());
    }

    @Test
    void hugeHeadersAndUnknownVersionsAreRefused() throws IOException {
        assertTrue(fault(write(2, " ".repeat(100_000), 0)).startsWith("a header of 100000 bytes is too long"));
        assertTrue(fault(write(4, "{}", 0)).startsWith("version 4 of .npy is not known"));
        Path noNpy = Files.write(folder.resolve("no.npy"), new byte[] {1, 2, 3});
        assertTrue(fault(noNpy).startsWith("this is not an .npy"));
    }

    @Test
    void missingFilesAreNamed() {
        assertEquals("there is no such file", fault(folder.resolve("absent.npy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "5", "2x3", "3x1x2", "0x4"})
    void whatIsWrittenIsReadBack(String sizes) throws IOException {
        List<Integer> shape =
                Arrays.stream(sizes.split("x")).map(Integer::valueOf).toList();
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 1.5f;
        }
        Path path = folder.resolve("written.npy");
        write(path, new Tensor(values, shape));
        Tensor back = NpyFile.readAll(path);
        assertEquals(shape, back.shape());
        assertArrayEquals(values, back.data());
    }

    @Test
    void writtenFilesAreNumpysToTheByte() throws IOException {
        Path path = folder.resolve("written.npy");
        for (String name : List.of("f4_le.npy", "scalar.npy", "empty.npy")) {
            write(path, NpyFile.readAll(resource(name)));
            assertArrayEquals(Files.readAllBytes(resource(name)), Files.readAllBytes(path));
        }
        try (OutputFile file = output(path)) {
            NpyWriter.write(file, new byte[] {0, 1, 1, 1, 0, (byte) 255}, List.of(2, 3));
            file.commit();
        }
        assertArrayEquals(Files.readAllBytes(resource("uint8_mask.npy")), Files.readAllBytes(path));
    }

    @ParameterizedTest
    @CsvSource({"UINT8, u1_le.npy", "UINT16, u2_le.npy", "FLOAT32, f4_le.npy"})
    void piecesMayBeWrittenInAnyOrder(SampleType type, String expected) throws IOException {
        Path path = folder.resolve("pieces.npy");
        try (NpyWriter writer = NpyWriter.create(output(path), type, List.of(2, 3, 4))) {
            writer.write(20, countTo24(), 20, 4);
            writer.write(0, countTo24(), 0, 8);
            writer.write(8, countTo24(), 8, 12);
            assertFalse(Files.exists(path));
            writer.finish();
        }
        assertArrayEquals(Files.readAllBytes(resource(expected)), Files.readAllBytes(path));
    }

    @Test
    void whatIsNotWrittenIsZero() throws IOException {
        Path path = folder.resolve("zeros.npy");
        try (NpyWriter writer = NpyWriter.create(output(path), SampleType.FLOAT32, List.of(2, 3))) {
            writer.write(1, new float[] {7}, 0, 1);
            writer.finish();
        }
        assertArrayEquals(new float[] {0, 7, 0, 0, 0, 0}, NpyFile.readAll(path).data());
    }

    @Test
    void bytesThatDoNotFitTheShapeAreRefused() throws IOException {
        try (OutputFile file = output(folder.resolve("x.npy"))) {
            String size = assertThrows(
                            IllegalArgumentException.class, () -> NpyWriter.write(file, new byte[3], List.of(2)))
                    .getMessage();
            assertEquals("shape [2] has 2 elements, but got 3", size);
        }
    }

    private static void write(Path path, Tensor tensor) throws IOException {
        try (NpyWriter writer = NpyWriter.create(output(path), SampleType.FLOAT32, tensor.shape())) {
            writer.write(0, tensor.data(), 0, tensor.data().length);
            writer.finish();
        }
    }

    private static OutputFile output(Path path) throws IOException {
        return OutputFile.create(path, List.of());
    }
}
