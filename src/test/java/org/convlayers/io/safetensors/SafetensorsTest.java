package org.convlayers.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.convlayers.io.DamagedFileException;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path write(long length, byte[] header, byte[] data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return write(bytes.length, bytes, data);
    }

    private static String fault(Path file) {
        String message = assertThrows(DamagedFileException.class, () -> Safetensors.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertEquals(1, message.lines().count());
        return message.substring(file.toString().length() + 2);
    }

    /** Numbers and sum as numpy reads them. */
    @Test
    void aPublishedModelIsRead() throws IOException, URISyntaxException {
        Path path = Path.of(
                getClass().getResource("websr-cnn-restore-m-an.safetensors").toURI());
        Map<String, Tensor> tensors = Safetensors.read(path);
        assertEquals(16, tensors.size());
        assertEquals(List.of(4, 8, 3, 3), tensors.get("conv2d_6.weight").shape());
        assertEquals(-0x1.994592p-4f, tensors.get("conv2d.weight").data()[0]);
        assertEquals(List.of(3), tensors.get("conv2d_out.bias").shape());
        assertArrayEquals(
                new float[] {-0x1.575facp-7f, -0x1.1218e4p-7f, -0x1.4fc24ep-7f},
                tensors.get("conv2d_out.bias").data());
        double sum = 0;
        for (Tensor tensor : tensors.values()) {
            for (float value : tensor.data()) {
                sum += value;
            }
        }
        assertEquals(5.926894078613259, sum, 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f83f000000000000f0bf, 1.5, -1",
        "F32, 0000c03f000080bf, 1.5, -1",
        "F16, 003e00bc, 1.5, -1",
        "BF16, c03f80bf, 1.5, -1",
        "I64, 0200000000000000ffffffffffffffff, 2, -1",
        "I32, 02000000ffffffff, 2, -1",
        "I16, 0200ffff, 2, -1",
        "I8, 02ff, 2, -1",
        "U64, 0200000000000000ffffffffffffffff, 2, 18446744073709551616",
        "U32, 02000000ffffffff, 2, 4294967296",
        "U16, 0200ffff, 2, 65535",
        "U8, 02ff, 2, 255",
        "BOOL, 0001, 0, 1"
    })
    void everyTypeIsReadToFloat(String type, String hex, float first, float second) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        Path file = write(
                "{\"w\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + data.length + "]}}", data);
        assertArrayEquals(
                new float[] {first, second}, Safetensors.read(file).get("w").data());
    }

    @Test
    void tensorsComeInTheOrderOfTheirDataAndMayBeEmptyOrScalar() throws IOException {
        Path file = write("""
                {"b":{"shape":[],"data_offsets":[2,3],"dtype":"U8"},
                 "a":{"dtype":"U8","shape":[1,2],"data_offsets":[0,2]},
                 "none":{"dtype":"F32","shape":[0,4],"data_offsets":[2,2]},
                 "__metadata__":{"format":"pt"}} \s""", new byte[] {7, 8, 9});
        Map<String, Tensor> tensors = Safetensors.read(file);
        assertEquals(List.of("a", "none", "b"), List.copyOf(tensors.keySet()));
        assertArrayEquals(new float[] {7, 8}, tensors.get("a").data());
        assertEquals(List.of(0, 4), tensors.get("none").shape());
        assertEquals(List.of(), tensors.get("b").shape());
        assertArrayEquals(new float[] {9}, tensors.get("b").data());
    }

    /** Two bytes of data follow each header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}}"
                        + " # the key 'a' occurs twice",
                "{'a':{'dtype':'U8','dtype':'I8','shape':[2],'data_offsets':[0,2]}} # the key 'dtype' occurs twice",
                "{'__metadata__':{'x':'1','x':'2'}} # the key 'x' occurs twice",
                "{'__metadata__':{'x':1}} # a text of __metadata__ is not a string",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}} # tensor 'a' starts at byte 1 of the data and"
                        + " leaves a hole, as the one before ends at 0",
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}"
                        + " # tensor 'b' starts at byte 1 of the data and overlaps, as the one before ends at 2",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}} # the tensors need 1 bytes of data, but the file"
                        + " has 2",
                "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}} # the tensors need 3 bytes of data, but the file"
                        + " has 2",
                "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,2]}} # tensor 'a' of shape [3] needs 3 bytes, but has"
                        + " 2",
                "{'a':{'dtype':'F32','shape':[99999,99999,99999,99999],'data_offsets':[0,2]}} # tensor 'a' of shape"
                        + " [99999, 99999, 99999, 99999] has more values than any file",
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[2,0]}} # tensor 'a' ends before it begins: data_offsets"
                        + " [2, 0]",
                "{'a':{'dtype':'U8','shape':[-2],'data_offsets':[0,2]}} # shape of tensor 'a' has -2, which is not a"
                        + " size",
                "{'a':{'dtype':'U8','shape':[2.0],'data_offsets':[0,2]}} # shape of tensor 'a' has 2.0, which is not a"
                        + " size",
                "{'a':{'dtype':'U8','shape':['2'],'data_offsets':[0,2]}} # shape of tensor 'a' has something that is not"
                        + " a number",
                "{'a':{'dtype':'U8','shape':[3000000000],'data_offsets':[0,2]}} # tensor 'a' has the shape [3000000000],"
                        + " longer than any array",
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,1,2]}} # data_offsets of tensor 'a' has more than 2"
                        + " numbers",
                "{'a':{'dtype':'U8','shape':[2]}} # tensor 'a' needs dtype, shape and two data_offsets",
                "{'a':{'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,2]}} # tensor 'a' has type 'F8_E4M3', which is not"
                        + " supported; known are BF16, BOOL, F16, F32, F64, I16, I32, I64, I8, U16, U32, U64, U8",
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2],'x':1}} # tensor 'a' has a key 'x' that is not known",
                "{} {} # the header is not JSON as it should be at line 1 column 5 path $"
            })
    void headersThatDoNotFitAreRefused(String header, String fault) throws IOException {
        assertEquals(fault, fault(write(header.replace('\'', '"'), new byte[2])));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'a':[]} # the header is not JSON as it should be at line 1 column ",
                "{'a':{ # the header is not JSON as it should be at line 1 column ",
                "{a:{}} # the header is not JSON as it should be at line 1 column ",
                "{'\\u00zz':{}} # the header is not JSON as it should be",
                " {} # this is not a .safetensors file (its header does not start with '{')"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void whatIsNoJsonIsRefused(String header, String fault) throws IOException {
        assertTrue(fault(write(header.replace('\'', '"'), new byte[2])).startsWith(fault.strip()));
    }

    @Test
    void badUtf8IsRefused() throws IOException {
        byte[] header =
                "{\"?\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}".getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xff;
        assertEquals("the header is not UTF-8", fault(write(header.length, header, new byte[0])));
    }

    @Test
    void headersLongerThanTheFileOrTheLimitAreRefused() throws IOException {
        assertEquals("a header of 3 bytes does not fit in a file of 10", fault(write(3, new byte[2], new byte[0])));
        assertEquals(
                "a header of 100000001 bytes is too long; at most 100000000 are allowed",
                fault(write(100_000_001, new byte[2], new byte[0])));
        assertEquals(
                "a header of 18446744073709551615 bytes is too long; at most 100000000 are allowed",
                fault(write(-1, new byte[2], new byte[0])));
        Path shortFile = Files.write(folder.resolve("short.safetensors"), new byte[7]);
        assertEquals("the file ends in the length of its header", fault(shortFile));
        assertEquals("there is no such file", fault(folder.resolve("absent.safetensors")));
    }
}
