package org.convlayers.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes numbers and strings as Python does, the same on every Java. */
final class PythonText {
    private static final int SHOWN_LENGTH = 40;
    private static final int DOUBLE_DIGITS = 17;

    private PythonText() {}

    /** A string in single quotes, on one line. */
    static String quote(String content) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < content.length(); i++) {
            quoted.append(escape(content.charAt(i)));
        }
        return quoted.append('\'').toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\'' -> "\\'";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", (int) c) : Character.toString(c);
        };
    }

    /** What an error message shows of a text: its begin if it is long. */
    static String shorten(String content) {
        return content.length() <= SHOWN_LENGTH ? content : content.substring(0, SHOWN_LENGTH) + "…";
    }

    /** The shortest decimal number that is read back as {@code value}, as repr(value). */
    static String print(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            return String.format(
                    Locale.ROOT,
                    "%se%s%02d",
                    shortest.movePointLeft(exponent).toPlainString(),
                    exponent < 0 ? "-" : "+",
                    Math.abs(exponent));
        }
        String plain = shortest.toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(DOUBLE_DIGITS));
    }
}
