package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorReaderTest {
    @TempDir
    Path folder;

    private TensorData read(Proto tensor) throws DamagedFileException {
        Path model = folder.resolve("model.onnx");
        return new TensorReader("model.onnx", new ExternalData(model))
                .read(WireReader.of("model.onnx", ByteBuffer.wrap(tensor.bytes())))
                .data();
    }

    private String fault(Proto tensor) {
        return assertThrows(DamagedFileException.class, () -> read(tensor)).getMessage();
    }

    /** 1.5 or 2, then -1, in each type; bytes by hand. */
    @ParameterizedTest
    @CsvSource({
        "1, 0000c03f000080bf, 1.5",
        "2, 02ff, 2",
        "3, 02ff, 2",
        "4, 0200ffff, 2",
        "5, 0200ffff, 2",
        "6, 02000000ffffffff, 2",
        "7, 0200000000000000ffffffffffffffff, 2",
        "10, 003e00bc, 1.5",
        "11, 000000000000f83f000000000000f0bf, 1.5",
        "16, c03f80bf, 1.5"
    })
    void rawNumbersOfEachTypeAreRead(int type, String hex, double first) throws DamagedFileException {
        Proto tensor =
                new Proto().varint(1, 2).varint(2, type).bytes(9, HexFormat.of().parseHex(hex));
        TensorData data = read(tensor);
        assertEquals(List.of(2), data.dims());
        assertEquals(first, data.doubles()[0]);
        assertEquals((float) first, data.floats()[0]);
        double last = type == 2 ? 255 : type == 4 ? 65535 : -1;
        assertEquals(last, data.doubles()[1]);
    }

    @Test
    void numbersStoredOneByOneAreRead() throws DamagedFileException {
        assertArrayEquals(
                new double[] {0.5, -1},
                read(new Proto().packedVarints(1, 2).varint(2, 1).packedFloats(4, 0.5f, -1))
                        .doubles());
        assertArrayEquals(
                new float[] {3, -3},
                read(new Proto().packedVarints(1, 2).varint(2, 6).packedVarints(5, 3, -3))
                        .floats());
        assertArrayEquals(
                new double[] {1.5, -1},
                read(new Proto().packedVarints(1, 2).varint(2, 10).packedVarints(5, 0x3e00, 0xbc00))
                        .doubles());
        assertArrayEquals(
                new double[] {1.5, -1},
                read(new Proto()
                                .packedVarints(1, 2)
                                .varint(2, 16)
                                .varint(5, 0x3fc0)
                                .varint(5, 0xbf80))
                        .doubles());
        assertArrayEquals(
                new double[] {1e300, 2},
                read(new Proto().packedVarints(1, 2).varint(2, 11).packedDoubles(10, 1e300, 2))
                        .doubles());
        assertArrayEquals(
                new double[] {0x1p64, 1},
                read(new Proto().packedVarints(1, 2).varint(2, 13).packedVarints(11, -1, 1))
                        .doubles());
        assertEquals(
                "model.onnx: tensor '' of shape [2] has 0 numbers",
                fault(new Proto().packedVarints(1, 2).varint(2, 1)));
    }

    @Test
    void scalarsAndEmptyTensorsAreRead() throws DamagedFileException {
        TensorData scalar = read(new Proto().varint(2, 1).packedFloats(4, 7));
        assertEquals(List.of(), scalar.dims());
        assertArrayEquals(new float[] {7}, scalar.floats());
        TensorData empty = read(new Proto().packedVarints(1, 0, 3).varint(2, 7));
        assertEquals(List.of(0, 3), empty.dims());
        assertEquals(0, empty.doubles().length);
    }

    @Test
    void sizesThatDoNotMatchAreRefused() {
        assertEquals(
                "model.onnx: tensor 'w' of shape [2, 3] and type FLOAT needs 24 bytes, but has 20",
                fault(new Proto()
                        .packedVarints(1, 2, 3)
                        .varint(2, 1)
                        .text(8, "w")
                        .bytes(9, new byte[20])));
        assertEquals(
                "model.onnx: tensor 'w' has a size of -1, which is not possible",
                fault(new Proto().packedVarints(1, -1).varint(2, 1).text(8, "w")));
        assertEquals(
                "model.onnx: tensor 'w' of shape [2147483647, 2147483647] is too large; at most 2147483639 values are read",
                fault(new Proto()
                        .packedVarints(1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                        .varint(2, 1)
                        .text(8, "w")));
        assertEquals(
                "model.onnx: tensor 'w' has 33 axes; at most 32 are supported",
                fault(new Proto().packedVarints(1, new long[33]).text(8, "w")));
    }

    @Test
    void textsAreNoNumbers() throws DamagedFileException {
        TensorData texts =
                read(new Proto().varint(1, 1).varint(2, 8).text(6, "a").text(8, "labels"));
        assertEquals(
                "model.onnx: tensor 'labels' has type STRING, which is not supported",
                assertThrows(DamagedFileException.class, texts::floats).getMessage());
    }

    private static Proto elsewhere(String location) {
        return new Proto()
                .varint(1, 2)
                .varint(2, 1)
                .text(8, "w")
                .varint(14, 1)
                .message(13, new Proto().text(1, "location").text(2, location));
    }

    @Test
    void numbersInAFileBesideTheModelAreRead() throws IOException {
        byte[] data = new Proto().packedFloats(1, 9, 0.5f, -1).bytes();
        Files.write(folder.resolve("weights.bin"), data);
        Proto tensor = elsewhere("weights.bin")
                .message(13, new Proto().text(1, "offset").text(2, "6"))
                .message(13, new Proto().text(1, "length").text(2, "8"));
        assertArrayEquals(new float[] {0.5f, -1}, read(tensor).floats());
        Files.createDirectory(folder.resolve("data"));
        Files.write(folder.resolve("data/w.bin"), new byte[8]);
        assertArrayEquals(new float[2], read(elsewhere("data/w.bin")).floats());
        String model = folder.resolve("model.onnx").toString();
        assertEquals(
                model + ": tensor 'w' needs 8 bytes from byte 7 of 'weights.bin', which has " + data.length,
                fault(elsewhere("weights.bin")
                        .message(13, new Proto().text(1, "offset").text(2, "7"))));
        assertEquals(
                model + ": tensor 'w' needs 8 bytes, but has 9 in 'weights.bin'",
                fault(elsewhere("weights.bin")
                        .message(13, new Proto().text(1, "length").text(2, "9"))));
        assertEquals(
                model + ": the offset of tensor 'w' in its file is '-1'; it has to be a number of bytes",
                fault(elsewhere("weights.bin")
                        .message(13, new Proto().text(1, "offset").text(2, "-1"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "data/../../secret", "/etc/hostname", "..\\secret", "link", "linked/secret", ""})
    void filesOutsideTheFolderOfTheModelAreRefused(String location) throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.write(outside.resolve("secret"), new byte[8]);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(inside.resolve("linked"), outside);
        ExternalData external = new ExternalData(inside.resolve("model.onnx"));
        WireReader message =
                WireReader.of("model.onnx", ByteBuffer.wrap(elsewhere(location).bytes()));
        String fault = assertThrows(
                        DamagedFileException.class, () -> new TensorReader("model.onnx", external).read(message))
                .getMessage();
        assertEquals(
                inside.resolve("model.onnx") + ": the numbers of tensor 'w' are said to be in '" + location
                        + "'; only files in the model's own folder are read, and no links",
                fault);
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        assertEquals(
                folder.resolve("model.onnx") + ": the numbers of tensor 'w' should be in 'w.bin' beside the model, but"
                        + " there is no such file",
                fault(elsewhere("w.bin")));
    }
}
