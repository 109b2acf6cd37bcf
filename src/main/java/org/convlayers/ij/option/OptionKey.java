package org.convlayers.ij.option;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.convlayers.text.NetworkText;

/**
 * A key of a command: what dialog, macro and recorder call it, and what it may be.
 *
 * @param name lower case, as in macros
 * @param kind how it is asked for and written
 * @param defaultValue its value when it is not given
 * @param choices the allowed values of a {@link Kind#CHOICE}; of others, values that a dialog suggests
 * @param hint what follows the name in a dialog's label, for example {@code height x width}; may be empty
 */
public record OptionKey(String name, Kind kind, String defaultValue, List<String> choices, String hint) {
    /** The value of a flag that is set. */
    static final String TRUE = "true";

    /** The value of a flag that is not set. */
    public static final String FALSE = "false";

    /** The default of keys whose value follows from others. */
    public static final String AUTO = "auto";

    /** The kinds of keys. */
    public enum Kind {
        /** Any text, checked by whoever uses it: {@code key=value}. */
        TEXT,
        /** Text that may name a file to read, with a button to browse. */
        PATH,
        /** Layers on any number of lines, or the name of a file of them, with a button to browse. */
        LAYERS,
        /** Text that names a file to write, with a button to browse. */
        NEW_PATH,
        /** One of a few words: {@code key=word}. */
        CHOICE,
        /** Present or absent: {@code key}. */
        FLAG
    }

    /** Checks the arguments. */
    public OptionKey {
        choices = List.copyOf(choices);
        Objects.requireNonNull(hint);
        if (!name.matches("[a-z-]+")) {
            throw new IllegalArgumentException("'" + name + "' cannot be a key: ImageJ lowers case and cuts at blanks");
        }
    }

    /** Any text, which the command reads. */
    public static OptionKey text(String name, String defaultValue, String hint, String... suggestions) {
        return new OptionKey(name, Kind.TEXT, defaultValue, List.of(suggestions), hint);
    }

    static OptionKey path(String name, String defaultValue, String hint, String... suggestions) {
        return new OptionKey(name, Kind.PATH, defaultValue, List.of(suggestions), hint);
    }

    /** Layers or a file of them; none by default. */
    static OptionKey layers(String name, String hint) {
        return new OptionKey(name, Kind.LAYERS, "", List.of(), hint);
    }

    /** A file to write; none by default. */
    static OptionKey newPath(String name, String hint) {
        return new OptionKey(name, Kind.NEW_PATH, "", List.of(), hint);
    }

    /** A choice whose default is the first word. */
    public static OptionKey choice(String name, String hint, String... words) {
        return new OptionKey(name, Kind.CHOICE, words[0], List.of(words), hint);
    }

    /** A word that is there or not; not by default. */
    public static OptionKey flag(String name, String hint) {
        return new OptionKey(name, Kind.FLAG, FALSE, List.of(TRUE, FALSE), hint);
    }

    /** The same key with another default. */
    public OptionKey withDefault(String value) {
        return new OptionKey(name, kind, value, choices, hint);
    }

    /** The same key with other suggestions. */
    public OptionKey suggesting(String... values) {
        return new OptionKey(name, kind, defaultValue, List.of(values), hint);
    }

    /**
     * A value in its canonical form.
     *
     * @throws OptionException if it is not one of the choices
     */
    String check(String value) {
        if (kind == Kind.LAYERS) {
            return oneLine(value.strip());
        }
        if (kind != Kind.CHOICE && kind != Kind.FLAG) {
            return value.strip();
        }
        return choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> new OptionException(name + "=" + value + " is not possible; allowed are "
                        + String.join(", ", choices) + bracketsHint(value)));
    }

    /** Who forgets the brackets around a choice of several words has written its first word only. */
    private String bracketsHint(String value) {
        return choices.stream()
                .filter(choice -> choice.startsWith(value.strip() + " "))
                .findFirst()
                .map(choice -> "; a value with a blank stands in brackets: " + name + "=[" + choice + "]")
                .orElse("");
    }

    /** A line of a macro and of the preferences holds neither several lines nor comments, which end with their line. */
    private static String oneLine(String layers) {
        if (layers.indexOf('\n') < 0) {
            return layers;
        }
        try {
            return NetworkText.print(NetworkText.parse(layers)).replace("\n", "; ");
        } catch (IllegalArgumentException e) {
            return layers; // whoever uses it says what is wrong, and in which line
        }
    }

    /** The label in a dialog; it starts with the key, as ImageJ's recorder and readers of macros expect. */
    public String label() {
        return hint.isEmpty() ? name : String.format(Locale.ROOT, "%s (%s)", name, hint);
    }
}
