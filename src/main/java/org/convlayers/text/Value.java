package org.convlayers.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The value of an argument as it stands in a text, before anyone asks which type it should have. */
sealed interface Value {
    /** Where it begins. */
    Position at();

    /** How it reads in an error message. */
    String shown();

    /** A number as Python writes it, without the underscores. */
    record Numeral(Position at, String digits) implements Value {
        /** Possessive, so that a long word costs no more than its length. */
        private static final Pattern WHOLE = Pattern.compile("[+-]?+\\d[\\d_]*+");

        private static final Pattern REAL =
                Pattern.compile("[+-]?+(?:\\d[\\d_]*+(?:\\.[\\d_]*+)?+|\\.\\d[\\d_]*+)(?:[eE][+-]?+\\d++)?+");

        static boolean isNumeral(String word) {
            return REAL.matcher(word).matches();
        }

        boolean isWhole() {
            return WHOLE.matcher(digits).matches();
        }

        @Override
        public String shown() {
            return digits;
        }
    }

    /** A word or a string in quotes. */
    record Text(Position at, String content) implements Value {
        @Override
        public String shown() {
            return PythonText.quote(content);
        }
    }

    /** True, False or None. */
    record Constant(Position at, String word) implements Value {
        static boolean isConstant(String word) {
            return List.of("True", "False", "None").contains(word);
        }

        @Override
        public String shown() {
            return word;
        }
    }

    /** A tuple or a list. */
    record Sequence(Position at, List<Value> items) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return items.stream()
                    .map(Value::shown)
                    .collect(Collectors.joining(", ", "(", items.size() == 1 ? ",)" : ")"));
        }
    }

    /** What a word without quotes means. */
    static Value ofWord(Position at, String word) {
        if (Constant.isConstant(word)) {
            return new Constant(at, word);
        }
        return Numeral.isNumeral(word) ? new Numeral(at, word.replace("_", "")) : new Text(at, word);
    }
}
