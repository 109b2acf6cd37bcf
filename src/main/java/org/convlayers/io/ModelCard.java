package org.convlayers.io;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code model.json} of a folder that holds a network: one JSON object of texts, none of which is needed.
 *
 * @param texts the texts by key: {@code name}, {@code description}, {@code licence}, {@code citation}; {@code input}, what is
 *     done with the values of an image first; {@code network} and {@code weights}, names of files in the folder
 */
public record ModelCard(Map<String, String> texts) {
    /** The file's name. */
    public static final String FILE = "model.json";

    /** The keys that are known. */
    public static final List<String> KEYS =
            List.of("name", "description", "licence", "citation", "input", "network", "weights");

    private static final Pattern PLACE = Pattern.compile(" at line (\\d+) column (\\d+)");

    private static final int MAX_BYTES = 1 << 20;

    /** Copies the texts. */
    public ModelCard {
        texts = Map.copyOf(texts);
    }

    /** The content of a file, its keys in the usual order. */
    public String print() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            for (String key : KEYS) {
                if (texts.containsKey(key)) {
                    json.name(key).value(texts.get(key));
                }
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written outside of memory
        }
        return text + "\n";
    }

    /** What is said of a part of the network: its name with that of the part, and whose it is, but not what it does. */
    public ModelCard of(String part) {
        Map<String, String> ofPart = new LinkedHashMap<>(texts);
        ofPart.remove("description");
        ofPart.computeIfPresent("name", (key, name) -> name + " (" + part + ")");
        return new ModelCard(ofPart);
    }

    /** A text; empty if it is not there. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException if it is missing, or is not what it should be
     */
    public static ModelCard read(Path file) throws DamagedFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            throw DamagedFileException.because(file, e);
        }
    }

    /**
     * Reads a file's content.
     *
     * @param file its name, for messages
     * @throws DamagedFileException if it is not what it should be
     */
    public static ModelCard read(String file, byte[] bytes) throws DamagedFileException {
        if (bytes.length > MAX_BYTES) {
            throw new DamagedFileException(file, "more than " + MAX_BYTES + " bytes are too long for a " + FILE);
        }
        // A new decoder reports what is not UTF-8; a reader by the name of the character set would replace it.
        Reader characters = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
        try (JsonReader json = new JsonReader(characters)) {
            return new ModelCard(texts(json, file));
        } catch (DamagedFileException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file, "this is not a text in UTF-8");
        } catch (IOException | IllegalStateException | NumberFormatException e) { // the last of bad escapes
            throw new DamagedFileException(
                    file, "this is not a JSON object of texts, {\"key\": \"text\", ...}" + place(e));
        }
    }

    /** Where it ceases to be one, from the message of Gson, whose advice is for programmers. */
    private static String place(Exception e) {
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        return place.find() ? "; see line " + place.group(1) + " near column " + place.group(2) : "";
    }

    private static Map<String, String> texts(JsonReader json, String file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (!KEYS.contains(key)) {
                throw new DamagedFileException(
                        file, "the key '" + shorten(key) + "' is not known; the keys are " + String.join(", ", KEYS));
            }
            if (json.peek() != JsonToken.STRING) {
                throw new DamagedFileException(file, "the value of '" + key + "' is not a text in double quotes");
            }
            if (texts.put(key, json.nextString()) != null) {
                throw new DamagedFileException(file, "the key '" + key + "' occurs twice");
            }
        }
        json.endObject();
        json.peek(); // throws if anything but white space follows
        return texts;
    }

    private static String shorten(String key) {
        return key.length() <= 40 ? key : key.substring(0, 40) + "…";
    }
}
