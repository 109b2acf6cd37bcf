package org.convlayers.io.safetensors;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.ElementType;

/**
 * Reads the JSON of a .safetensors file, token by token, so that nothing that does not belong there is built up and a key
 * that occurs twice is seen.
 */
final class HeaderReader {
    private static final String METADATA = "__metadata__";
    private static final int MAX_RANK = 32;

    /** A long of at most 18 digits never overflows. */
    private static final int MAX_DIGITS = 18;

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("F64", ElementType.FLOAT64),
            Map.entry("F32", ElementType.FLOAT32),
            Map.entry("F16", ElementType.FLOAT16),
            Map.entry("BF16", ElementType.BFLOAT16),
            Map.entry("I64", ElementType.INT64),
            Map.entry("I32", ElementType.INT32),
            Map.entry("I16", ElementType.INT16),
            Map.entry("I8", ElementType.INT8),
            Map.entry("U64", ElementType.UINT64),
            Map.entry("U32", ElementType.UINT32),
            Map.entry("U16", ElementType.UINT16),
            Map.entry("U8", ElementType.UINT8),
            Map.entry("BOOL", ElementType.BOOL));

    private final JsonReader json;
    private final String file;

    private HeaderReader(JsonReader json, String file) {
        this.json = json;
        this.file = file;
    }

    /** The tensors that the header names, by the place of their data; the file's name is for messages. */
    static List<TensorInfo> read(byte[] header, String file) throws IOException {
        if (header.length == 0 || header[0] != '{') {
            throw new DamagedFileException(
                    file, "this is not a .safetensors file (its header does not start with '{')");
        }
        // A new decoder reports what is not UTF-8; a reader by the name of the character set would replace it.
        Reader text = new InputStreamReader(new ByteArrayInputStream(header), StandardCharsets.UTF_8.newDecoder());
        try (JsonReader json = new JsonReader(text)) {
            List<TensorInfo> infos = new HeaderReader(json, file).tensors();
            infos.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
            return infos;
        } catch (DamagedFileException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file, "the header is not UTF-8");
        } catch (IOException | IllegalStateException | NumberFormatException e) { // the last of bad escapes
            throw new DamagedFileException(file, "the header is not JSON as it should be" + place(e));
        }
    }

    /** The place in one of Gson's messages; around it stands advice for programmers. */
    private static String place(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        int place = message.indexOf(" at line");
        return place < 0 ? "" : message.substring(place);
    }

    private List<TensorInfo> tensors() throws IOException {
        List<TensorInfo> infos = new ArrayList<>();
        Set<String> names = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            requireNew(names, name);
            if (name.equals(METADATA)) {
                metadata();
            } else {
                infos.add(tensor(name));
            }
        }
        json.endObject();
        json.peek(); // throws if anything but white space follows
        return infos;
    }

    /** Free text of whoever wrote the file; checked, not kept. */
    private void metadata() throws IOException {
        Set<String> keys = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            requireNew(keys, json.nextName());
            string("a text of " + METADATA);
        }
        json.endObject();
    }

    private TensorInfo tensor(String name) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        Set<String> keys = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            requireNew(keys, key);
            switch (key) {
                case "dtype" -> dtype = string("dtype of tensor '" + name + "'");
                case "shape" -> shape = numbers("shape of tensor '" + name + "'", MAX_RANK);
                case "data_offsets" -> offsets = numbers("data_offsets of tensor '" + name + "'", 2);
                default -> throw fault("tensor '" + name + "' has a key '" + key + "' that is not known");
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw fault("tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        if (offsets.get(0) > offsets.get(1)) {
            throw fault("tensor '" + name + "' ends before it begins: data_offsets " + offsets);
        }
        if (!TYPES.containsKey(dtype)) {
            String known = TYPES.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw fault("tensor '" + name + "' has type '" + dtype + "', which is not supported; known are " + known);
        }
        TensorInfo info = new TensorInfo(name, TYPES.get(dtype), sizes(name, shape), offsets.get(0), offsets.get(1));
        info.elements(file);
        return info;
    }

    private List<Integer> sizes(String name, List<Long> shape) throws DamagedFileException {
        if (shape.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw fault("tensor '" + name + "' has the shape " + shape + ", longer than any array");
        }
        return shape.stream().map(Long::intValue).toList();
    }

    private String string(String what) throws IOException {
        if (json.peek() != JsonToken.STRING) {
            throw fault(what + " is not a string");
        }
        return json.nextString();
    }

    private List<Long> numbers(String what, int atMost) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            if (numbers.size() == atMost) {
                throw fault(what + " has more than " + atMost + " numbers");
            }
            if (json.peek() != JsonToken.NUMBER) {
                throw fault(what + " has something that is not a number");
            }
            String number = json.nextString();
            if (number.length() > MAX_DIGITS || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw fault(what + " has " + number + ", which is not a size");
            }
            numbers.add(Long.valueOf(number));
        }
        json.endArray();
        return numbers;
    }

    private void requireNew(Set<String> seen, String key) throws DamagedFileException {
        if (!seen.add(key)) {
            throw fault("the key '" + key + "' occurs twice");
        }
    }

    private DamagedFileException fault(String what) {
        return new DamagedFileException(file, what);
    }
}
