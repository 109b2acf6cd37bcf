package org.convlayers.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What lies beyond the border of a feature map: a constant, or the map's own pixels folded back.
 *
 * @param rule how an index outside is folded back, or that it is a constant
 * @param value the constant of {@link Rule#CONSTANT}, 0 otherwise
 */
public record EdgeMode(Rule rule, float value) {
    /** Zeros; the default of PyTorch. */
    public static final EdgeMode ZEROS = new EdgeMode(Rule.ZEROS, 0);

    /** Mirrored at the border pixel, which is not repeated: {@code c b | a b c | b a}. Padding must be below the size. */
    public static final EdgeMode REFLECT = new EdgeMode(Rule.REFLECT, 0);

    /** The border pixel again and again: {@code a a | a b c | c c}. */
    public static final EdgeMode REPLICATE = new EdgeMode(Rule.REPLICATE, 0);

    /** Periodic: {@code b c | a b c | a b}. Padding may not exceed the size. */
    public static final EdgeMode CIRCULAR = new EdgeMode(Rule.CIRCULAR, 0);

    /** Mirrored at the border, whose pixel is repeated: {@code b a | a b c | c b}. Padding may not exceed the size. */
    public static final EdgeMode MIRROR = new EdgeMode(Rule.MIRROR, 0);

    /** What {@link #fold} returns for an index that no pixel of the map stands for. */
    public static final int OUTSIDE = -1;

    /** The kinds of border. */
    public enum Rule {
        ZEROS,
        REFLECT,
        REPLICATE,
        CIRCULAR,
        MIRROR,
        CONSTANT
    }

    public EdgeMode {
        if (rule != Rule.CONSTANT && value != 0) {
            throw new IllegalArgumentException("only a constant edge has a value, but " + rule + " got " + value);
        }
    }

    /** Every pixel beyond the border has this value. */
    public static EdgeMode constant(float value) {
        return new EdgeMode(Rule.CONSTANT, value);
    }

    /** Whether pixels beyond the border stand for pixels of the map itself. */
    public boolean folds() {
        return rule != Rule.ZEROS && rule != Rule.CONSTANT;
    }

    /**
     * The pixel of an axis of {@code size} pixels that {@code index} stands for.
     *
     * @param index any index that {@link #requireFits} allows
     * @return an index in [0, size), or {@link #OUTSIDE} if a constant stands there
     */
    public int fold(int index, int size) {
        if (index >= 0 && index < size) {
            return index;
        }
        return switch (rule) {
            case REFLECT -> index < 0 ? -index : 2 * (size - 1) - index;
            case REPLICATE -> index < 0 ? 0 : size - 1;
            case CIRCULAR -> Math.floorMod(index, size);
            case MIRROR -> index < 0 ? -1 - index : 2 * size - 1 - index;
            case ZEROS, CONSTANT -> OUTSIDE;
        };
    }

    /**
     * The pixels of an axis of {@code size} pixels that the indices {@code first} to {@code last} stand for.
     *
     * @param first an index that {@link #requireFits} allows
     * @param last an index that it allows, not before first
     */
    public AxisRanges fold(int first, int last, int size) {
        AxisRanges inside = AxisRanges.of(Math.max(first, 0), Math.min(last, size - 1));
        if (!folds() || (first >= 0 && last < size)) {
            return inside;
        }
        List<AxisRanges.Range> ranges = new ArrayList<>(inside.ranges());
        if (first < 0) {
            ranges.add(foldBeyond(first, Math.min(last, -1), size));
        }
        if (last >= size) {
            ranges.add(foldBeyond(Math.max(first, size), last, size));
        }
        return AxisRanges.union(ranges);
    }

    /** Beyond one border every edge mode folds monotonically, so that the ends of a range give the ends of its image. */
    private AxisRanges.Range foldBeyond(int first, int last, int size) {
        int a = fold(first, size);
        int b = fold(last, size);
        return new AxisRanges.Range(Math.min(a, b), Math.max(a, b));
    }

    /**
     * Checks that a padding of {@code padding} pixels can be made from an axis of {@code size} pixels.
     *
     * @throws ShapeException if it cannot, in PyTorch's words
     */
    public void requireFits(int padding, int size) {
        if (rule == Rule.REFLECT && padding >= size) {
            throw new ShapeException(
                    "Padding size should be less than the corresponding input dimension, but got padding " + padding
                            + " for an input of " + size + " (edge mode reflect)");
        }
        if ((rule == Rule.CIRCULAR || rule == Rule.MIRROR) && padding > size) {
            throw new ShapeException("Padding value causes wrapping around more than once: the padding is " + padding
                    + ", but the input is " + size + " (edge mode " + this + ")");
        }
    }

    /**
     * Reads {@code zeros}, {@code reflect}, {@code replicate}, {@code circular}, {@code mirror} or {@code constant(v)}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static EdgeMode parse(String text) {
        String stripped = text.strip();
        String word = stripped.toLowerCase(Locale.ROOT);
        if (word.startsWith("constant(") && word.endsWith(")")) {
            return constant(parseValue(stripped.substring("constant(".length(), stripped.length() - 1), text));
        }
        return Arrays.stream(Rule.values())
                .filter(rule -> rule != Rule.CONSTANT && word(rule).equals(word))
                .findFirst()
                .map(rule -> new EdgeMode(rule, 0))
                .orElseThrow(() -> unknown(text));
    }

    private static float parseValue(String number, String text) {
        try {
            return Float.parseFloat(number);
        } catch (NumberFormatException e) {
            IllegalArgumentException unknown = unknown(text);
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static IllegalArgumentException unknown(String text) {
        String allowed = Arrays.stream(Rule.values())
                .map(rule -> rule == Rule.CONSTANT ? "constant(v)" : word(rule))
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException("'" + text + "' is not an edge mode; allowed are " + allowed);
    }

    private static String word(Rule rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return rule == Rule.CONSTANT ? "constant(" + value + ")" : word(rule);
    }
}
