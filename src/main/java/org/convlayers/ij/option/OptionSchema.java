package org.convlayers.ij.option;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convlayers.text.Spelling;

/** The keys of a command in the order of its dialog: the one place that parser, recorder and dialog read. Immutable. */
public final class OptionSchema {
    /** Beyond this many changed letters a word is not a misspelt key. */
    private static final int MISSPELT = 2;

    private final List<OptionKey> keys;

    /**
     * Joins keys to a schema.
     *
     * @throws IllegalArgumentException if one could be mistaken for another in ImageJ's own lookup
     */
    public OptionSchema(List<OptionKey> keys) {
        this.keys = List.copyOf(keys);
        for (OptionKey key : keys) {
            for (OptionKey other : keys) {
                if (isTail(key.name(), other.name())) {
                    throw new IllegalArgumentException(
                            "key '" + key.name() + "' would also be found in '" + other.name() + "='");
                }
            }
        }
    }

    private static boolean isTail(String tail, String name) {
        int before = name.length() - tail.length() - 1;
        return before >= 0 && name.endsWith(tail) && !Character.isLetter(name.charAt(before));
    }

    /** The keys in order. */
    public List<OptionKey> keys() {
        return keys;
    }

    /** Every key at its default. */
    public Options defaults() {
        Map<String, String> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key.name(), key.defaultValue()));
        return new Options(this, values);
    }

    /**
     * Options by their keys; those that are not given are at their default.
     *
     * @throws OptionException if a value is not one of its choices
     */
    public Options of(Map<String, String> given) {
        Options options = defaults();
        for (OptionKey key : keys) {
            if (given.containsKey(key.name())) {
                options = options.with(key, given.get(key.name()));
            }
        }
        return options;
    }

    /** Reads options that hold no variables of a macro. */
    public Options parse(String text) {
        return parse(text, name -> Optional.empty());
    }

    /**
     * Reads the options of a macro; keys that are not given are at their default.
     *
     * @param variables the values of the macro's variables
     * @throws OptionException if a word is not a key, a key is given twice, or a value is not one of its choices
     */
    Options parse(String text, Function<String, Optional<String>> variables) {
        Options options = defaults();
        Map<String, String> seen = new LinkedHashMap<>();
        for (OptionText.Word word : OptionText.split(text, variables)) {
            OptionKey key = find(word, seen.keySet());
            String value = word.value().orElseGet(() -> bareValue(key));
            String before = seen.put(key.name(), value);
            if (before != null) {
                throw new OptionException(
                        "key '" + key.name() + "' is given twice: '" + before + "' and '" + value + "'");
            }
            options = options.with(key, value);
        }
        return options;
    }

    private static String bareValue(OptionKey key) {
        if (key.kind() == OptionKey.Kind.FLAG) {
            return OptionKey.TRUE;
        }
        String example = key.defaultValue().isEmpty() ? "value" : key.defaultValue();
        throw new OptionException("key '" + key.name() + "' needs a value, for example " + key.name() + "=" + example);
    }

    private OptionKey find(OptionText.Word word, Iterable<String> before) {
        return keys.stream()
                .filter(key -> key.name().equals(word.key()))
                .findFirst()
                .orElseThrow(() -> unknown(word, before));
    }

    private OptionException unknown(OptionText.Word word, Iterable<String> before) {
        OptionKey nearest = keys.stream()
                .min(Comparator.comparingInt(key -> Spelling.distance(key.name(), word.key())))
                .orElseThrow();
        String allowed = keys.stream().map(OptionKey::name).collect(Collectors.joining(", "));
        String lastKey = null;
        for (String key : before) {
            lastKey = key;
        }
        boolean stray =
                word.value().isEmpty() && lastKey != null && Spelling.distance(nearest.name(), word.key()) > MISSPELT;
        return new OptionException("unknown key '" + word.key() + "'"
                + (stray
                        ? "; if it belongs to the value of '" + lastKey + "', put that in brackets: " + lastKey
                                + "=[...]"
                        : "; the nearest is '" + nearest.name() + "'")
                + "; the keys are " + allowed);
    }
}
