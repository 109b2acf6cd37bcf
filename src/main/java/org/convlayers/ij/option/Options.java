package org.convlayers.ij.option;

import ij.plugin.frame.Recorder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A value for each key of a command, from its dialog or a macro. Immutable. */
public final class Options {
    private final OptionSchema schema;
    private final Map<String, String> values;

    Options(OptionSchema schema, Map<String, String> values) {
        this.schema = schema;
        this.values = new LinkedHashMap<>(values);
    }

    /** The schema that these are values of. */
    OptionSchema schema() {
        return schema;
    }

    /**
     * The same with another value.
     *
     * @throws OptionException if the value is not one of the key's choices
     */
    public Options with(OptionKey key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key.name(), key.check(value));
        return new Options(schema, changed);
    }

    /** Whether the command has the key. */
    public boolean has(OptionKey key) {
        return values.containsKey(key.name());
    }

    /** The value as text. */
    public String text(OptionKey key) {
        String value = values.get(key.name());
        if (value == null) {
            throw new IllegalArgumentException("this command has no key '" + key.name() + "'");
        }
        return value;
    }

    /** Whether a flag is set. */
    public boolean isSet(OptionKey flag) {
        return text(flag).equals(OptionKey.TRUE);
    }

    /**
     * The value, read by {@code reader}.
     *
     * @throws OptionException if the reader refuses the text; the message names key and value
     */
    public <T> T read(OptionKey key, Function<String, T> reader) {
        String text = text(key);
        try {
            return reader.apply(text);
        } catch (OptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new OptionException(
                    message.startsWith(key.name()) ? message : key.name() + "=" + text + ": " + message, e);
        }
    }

    /**
     * The options as text that {@link OptionSchema#parse} reads back: the first key always, the others where they differ
     * from their default. The first key keeps the text from being empty, which would open the dialog.
     */
    public String print() {
        return schema.keys().stream().filter(this::isWritten).map(this::print).collect(Collectors.joining(" "));
    }

    private boolean isWritten(OptionKey key) {
        return key.equals(schema.keys().get(0)) || !text(key).equals(key.defaultValue());
    }

    private String print(OptionKey key) {
        return key.kind() == OptionKey.Kind.FLAG ? key.name() : key.name() + "=" + OptionText.quote(text(key));
    }

    /** Hands the options to ImageJ's recorder, which writes them behind the command's name. */
    public void record() {
        for (OptionKey key : schema.keys()) {
            if (!isWritten(key)) {
                continue;
            }
            if (key.kind() == OptionKey.Kind.FLAG) {
                Recorder.recordOption(key.name());
            } else {
                Recorder.recordOption(key.name(), forRecorder(text(key)));
            }
        }
    }

    /** The recorder puts values with blanks into brackets by itself, and escapes nothing. */
    private static String forRecorder(String value) {
        String quoted = OptionText.quote(value);
        return Recorder.fixString(value.indexOf(' ') >= 0 ? value : quoted);
    }

    @Override
    public String toString() {
        return print();
    }
}
