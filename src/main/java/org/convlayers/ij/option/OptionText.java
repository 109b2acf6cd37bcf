package org.convlayers.ij.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The text of macro options as ImageJ reads and writes it: words separated by blanks, each a bare {@code flag} or {@code
 * key=value}.
 *
 * <p>A value with blanks stands in brackets, which nest, or in single quotes: {@code weights=[1 0; 2 1]}. A value {@code
 * &name} is the value of a macro's variable. Unlike {@code ij.Macro.getValue}, which looks a key up anywhere in the text,
 * this reads the text word by word, so that a value can never be mistaken for a key.
 */
final class OptionText {
    private final String text;
    private final Function<String, Optional<String>> variables;
    private int position;

    /**
     * A word of the options.
     *
     * @param key what stands before the equals sign, or a bare word
     * @param value what stands behind it, without its brackets; empty for a bare word
     */
    record Word(String key, Optional<String> value) {}

    private OptionText(String text, Function<String, Optional<String>> variables) {
        this.text = text;
        this.variables = variables;
    }

    /**
     * Splits options into words.
     *
     * @param variables the values of a macro's variables, by name
     * @throws OptionException if a bracket or quote is not closed, or something follows it without a blank
     */
    static List<Word> split(String text, Function<String, Optional<String>> variables) {
        return new OptionText(text, variables).words();
    }

    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        skipBlanks();
        while (position < text.length()) {
            words.add(word());
            skipBlanks();
        }
        return words;
    }

    private Word word() {
        int start = position;
        while (position < text.length() && !isBlank() && text.charAt(position) != '=') {
            position++;
        }
        String key = text.substring(start, position);
        if (position == text.length() || isBlank()) {
            return new Word(key, Optional.empty());
        }
        position++;
        return new Word(key, Optional.of(value(key)));
    }

    private String value(String key) {
        if (position == text.length() || isBlank()) {
            return "";
        }
        return switch (text.charAt(position)) {
            case '[' -> closed(key, closingBracket(text, position));
            case '\'' -> closed(key, text.indexOf('\'', position + 1));
            case '&' -> variable(bare());
            default -> bare();
        };
    }

    /** The place of the bracket that closes the one at {@code open}, or -1. */
    private static int closingBracket(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '[') {
                depth++;
            } else if (text.charAt(i) == ']' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private String closed(String key, int end) {
        char open = text.charAt(position);
        if (end < 0) {
            throw new OptionException("the " + (open == '[' ? "bracket" : "quote") + " after '" + key
                    + "=' is not closed in: " + text.strip());
        }
        String value = text.substring(position + 1, end);
        position = end + 1;
        if (position < text.length() && !isBlank()) {
            throw new OptionException("a blank is missing after '" + key + "=" + open + value + text.charAt(end)
                    + "', before: " + text.substring(position).strip());
        }
        return value;
    }

    private String bare() {
        int start = position;
        while (position < text.length() && !isBlank()) {
            position++;
        }
        return text.substring(start, position);
    }

    /** As in ImageJ, a name that no variable has stands for itself. */
    private String variable(String value) {
        return variables.apply(value.substring(1)).orElse(value);
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank()) {
            position++;
        }
    }

    private boolean isBlank() {
        return Character.isWhitespace(text.charAt(position));
    }

    /**
     * A value as it is written behind {@code key=}, in brackets if it needs them.
     *
     * @throws OptionException if it needs brackets and has unbalanced ones itself; ImageJ knows no way to write that
     */
    static String quote(String value) {
        if (!needsBrackets(value)) {
            return value;
        }
        String bracketed = "[" + value + "]";
        if (closingBracket(bracketed, 0) != bracketed.length() - 1) {
            throw new OptionException(
                    "'" + value + "' has unbalanced brackets and cannot be written as a macro option");
        }
        return bracketed;
    }

    private static boolean needsBrackets(String value) {
        return value.isEmpty()
                || "['&".indexOf(value.charAt(0)) >= 0
                || value.chars().anyMatch(Character::isWhitespace);
    }
}
