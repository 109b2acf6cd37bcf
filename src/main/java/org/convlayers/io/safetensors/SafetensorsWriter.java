package org.convlayers.io.safetensors;

import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.convlayers.io.OutputFile;
import org.convlayers.weights.Tensor;

/** Writes .safetensors files of 32-bit floating-point numbers; the same tensors give the same file. */
public final class SafetensorsWriter {
    /** Others map files into memory and want numbers at whole multiples of this. */
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes tensors in the order of their names.
     *
     * @param file where they go; it is not committed
     * @param tensors by name
     * @throws IllegalArgumentException if a name is no text that can be written
     * @throws IOException if the file cannot be written
     */
    public static void write(OutputFile file, Map<String, Tensor> tensors) throws IOException {
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted);
        ByteBuffer begin = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        begin.putLong(header.length).put(header).flip();
        file.write(begin, 0);
        long position = (long) Long.BYTES + header.length;
        for (Tensor tensor : sorted.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor.data());
            file.write(bytes, position);
            position += bytes.capacity();
        }
    }

    private static byte[] header(Map<String, Tensor> tensors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStreamWriter text = new OutputStreamWriter(
                bytes, StandardCharsets.UTF_8.newEncoder().onUnmappableCharacter(CodingErrorAction.REPORT));
        long position = 0;
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                json.name(entry.getKey()).beginObject();
                json.name("dtype").value("F32");
                json.name("shape").beginArray();
                for (int size : tensor.shape()) {
                    json.value(size);
                }
                json.endArray();
                long end = position + (long) tensor.data().length * Float.BYTES;
                json.name("data_offsets")
                        .beginArray()
                        .value(position)
                        .value(end)
                        .endArray();
                json.endObject();
                position = end;
            }
            json.endObject();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the name of a tensor is half of a character only", e);
        }
        while ((Long.BYTES + bytes.size()) % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }
}
