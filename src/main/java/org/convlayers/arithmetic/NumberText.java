package org.convlayers.arithmetic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as short text: whole ones as they are, others to four digits that count, and not more than four decimals. */
public final class NumberText {
    private static final double MOST_PLAIN = 1e6;
    private static final double LEAST_PLAIN = 1e-3;
    private static final int DIGITS = 4;

    private NumberText() {}

    /** For example {@code -3}, {@code 0.125}, {@code 12.35}, {@code 1.2e+07}. */
    public static String of(double number) {
        double size = Math.abs(number);
        if (size == 0) {
            return "0"; // also for -0
        }
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        if (size >= MOST_PLAIN || size < LEAST_PLAIN) {
            return String.format(Locale.ROOT, "%.1e", number);
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        int wholeDigits = exact.precision() - exact.scale();
        int decimals = Math.max(0, Math.min(DIGITS, DIGITS - wholeDigits));
        BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** A number behind others: {@code  + 3} or {@code  - 3}, with a blank before and between. */
    static String added(double number) {
        String text = of(number);
        return text.startsWith("-") ? " - " + text.substring(1) : " + " + text;
    }
}
