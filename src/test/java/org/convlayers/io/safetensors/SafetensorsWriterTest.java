package org.convlayers.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convlayers.io.OutputFile;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    private Path write(Map<String, Tensor> tensors) throws IOException {
        Path path = folder.resolve("made.safetensors");
        try (OutputFile file = OutputFile.create(path, List.of())) {
            SafetensorsWriter.write(file, tensors);
            file.commit();
        }
        return path;
    }

    /** By hand from the description of the format: sorted names, numbers at a multiple of 8. */
    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Tensor(new float[] {1}, List.of()));
        tensors.put("a", new Tensor(new float[] {0, -2}, List.of(1, 2)));
        byte[] bytes = Files.readAllBytes(write(tensors));
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        int length = (header.length() + 7) / 8 * 8;
        assertEquals(length, bytes[0] & 0xff);
        assertEquals(header, new String(bytes, 8, length, StandardCharsets.US_ASCII).strip());
        assertArrayEquals(
                new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0xc0, 0, 0, (byte) 0x80, 0x3f},
                Arrays.copyOfRange(bytes, 8 + length, bytes.length));
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        Random random = new Random(1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<String> names =
                List.of("0.weight", "a \"quoted\\ name\n", "\u00e9\u4e16\uD83D\uDE00", "none", "\u0000", "\u2028");
        for (String name : names) {
            int size = name.equals("none") ? 0 : 1 + random.nextInt(5);
            float[] values = new float[3 * size];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(random.nextInt() & 0xff7fffff);
            }
            tensors.put(name, new Tensor(values, List.of(size, 3)));
        }
        Map<String, Tensor> read = Safetensors.read(write(tensors));
        assertEquals(tensors.keySet(), read.keySet());
        tensors.forEach((name, tensor) -> {
            assertEquals(tensor.shape(), read.get(name).shape());
            assertArrayEquals(tensor.data(), read.get(name).data());
        });
    }

    @Test
    void halfACharacterIsRefused() {
        Map<String, Tensor> tensors = Map.of("\uD83D", new Tensor(new float[] {1}, List.of(1)));
        assertThrows(IllegalArgumentException.class, () -> write(tensors));
    }
}
