package org.convlayers.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.convlayers.io.npy.Npz;
import org.convlayers.weights.Tensor;

/** The files of one family: the manifest and, for some, the arrays. */
final class GoldenFiles {
    private final String family;
    private final JsonObject manifest;
    private final Map<String, Tensor> arrays;

    private GoldenFiles(String family, Map<String, Tensor> arrays) {
        this.family = family;
        this.manifest = JsonParser.parseString(text(family + ".json")).getAsJsonObject();
        this.arrays = arrays;
    }

    /** Reads FAMILY.json and FAMILY.npz. */
    static GoldenFiles withArrays(String family) {
        try {
            return new GoldenFiles(family, Npz.read(path(family + ".npz")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads FAMILY.json. */
    static GoldenFiles withoutArrays(String family) {
        return new GoldenFiles(family, Map.of());
    }

    /** The cases of the manifest, in its order. */
    Stream<JsonObject> cases() {
        return StreamSupport.stream(manifest.getAsJsonArray("cases").spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    /** The array of that full name. */
    Tensor array(String name) {
        Tensor array = arrays.get(name);
        if (array == null) {
            throw new IllegalStateException(family + ".npz has no array '" + name + "'");
        }
        return array;
    }

    /** A case's arrays by their names without the case's; a new map. */
    Map<String, Tensor> arraysOf(String caseName) {
        Map<String, Tensor> found = new TreeMap<>();
        String prefix = caseName + ".";
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), array);
            }
        });
        return found;
    }

    /** The text of a golden file, by its path beside the manifest. */
    static String text(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String file) {
        URL url = GoldenFiles.class.getResource(file);
        if (url == null) {
            throw new IllegalStateException("the golden file " + file + " is missing; make_goldens.py makes it");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
