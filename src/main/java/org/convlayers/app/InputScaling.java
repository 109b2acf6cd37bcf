package org.convlayers.app;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.shape.FeatureShape;

/**
 * The {@code input} key: what is done with the values of an image before a network takes them.
 *
 * @param step the same for all channels
 * @param mean is subtracted afterwards, for each channel; empty if nothing is
 * @param deviation what is divided by then, for each channel; empty if nothing is
 */
public record InputScaling(Step step, List<Double> mean, List<Double> deviation) {
    private static final Pattern LIST = Pattern.compile("\\b(mean|std)\\s*=\\s*\\[([^\\]]*)\\]");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern PERCENTILE = Pattern.compile("percentile\\s*\\(([^,()]+),([^,()]+)\\)");

    /** Leaves it to the network what is done: what its folder says, else nothing. */
    public static final String AUTO = "auto";

    private static final String ALLOWED =
            "allowed are 'auto', 'as is', '0..1', 'z-score', 'percentile(1,99.8)', and a formula in x such as"
                    + " x/127.5-1, with + - * / ( ) min max; mean=[...] and std=[...] may follow";

    /** Values as they are. */
    public static final InputScaling AS_IS = new InputScaling(new AsIs(), List.of(), List.of());

    /** Checks the arguments. */
    public InputScaling {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (deviation.contains(0.0)) {
            throw new IllegalArgumentException("input: std=" + deviation + " would divide by 0");
        }
    }

    /** What is done to all channels alike. */
    sealed interface Step {
        /** The formula for the values of an item. */
        DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest);
    }

    /** x. */
    record AsIs() implements Step {
        @Override
        public String toString() {
            return "as is";
        }

        @Override
        public DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest) {
            return DoubleUnaryOperator.identity();
        }
    }

    /** From 0 to the largest value of the image's type to 0 to 1; real numbers as they are. */
    record UnitRange() implements Step {
        @Override
        public String toString() {
            return "0..1";
        }

        @Override
        public DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest) {
            double divisor = largest.orElse(1);
            return x -> x / divisor;
        }
    }

    /** (x - mean) / standard deviation, over all values of the item that are numbers. */
    record ZScore() implements Step {
        @Override
        public String toString() {
            return "z-score";
        }

        @Override
        public DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest) {
            double mean = item.mean();
            double deviation = item.deviation();
            return deviation == 0 ? x -> x - mean : x -> (x - mean) / deviation;
        }
    }

    /** Two percentiles of all values of the item that are numbers to 0 and 1. */
    record Percentile(double low, double high) implements Step {
        Percentile {
            if (!(low >= 0 && low < high && high <= 100)) {
                throw new IllegalArgumentException("input=percentile(" + low + "," + high
                        + ") is not possible; the first number is below the second, both are between 0 and 100");
            }
        }

        @Override
        public String toString() {
            return "percentile(" + low + "," + high + ")";
        }

        @Override
        public DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest) {
            double from = item.percentile(low);
            double range = item.percentile(high) - from;
            return range == 0 ? x -> x - from : x -> (x - from) / range;
        }
    }

    /** A formula that the user wrote. */
    record Formula(String text) implements Step {
        Formula {
            ValueExpression.parse(text);
        }

        @Override
        public String toString() {
            return text;
        }

        @Override
        public DoubleUnaryOperator of(ItemStatistics item, OptionalDouble largest) {
            return ValueExpression.parse(text);
        }
    }

    /**
     * Reads {@code as is}, {@code 0..1}, {@code z-score}, {@code percentile(1,99.8)} or a formula in x; then perhaps {@code
     * mean=[…]} and {@code std=[…]}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static InputScaling parse(String text) {
        String all = text.strip();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("input= is empty; " + ALLOWED);
        }
        Map<String, List<Double>> numbers = new HashMap<>();
        Matcher lists = LIST.matcher(all);
        int end = all.length();
        int next = all.length();
        while (lists.find()) {
            if (numbers.isEmpty()) {
                end = lists.start();
            } else {
                requireBlank(all, next, lists.start());
            }
            next = lists.end();
            List<Double> given = Arrays.stream(lists.group(2).split(",", -1))
                    .map(number -> number(number, all))
                    .toList();
            if (numbers.put(lists.group(1), given) != null) {
                throw new IllegalArgumentException("input=" + all + ": " + lists.group(1) + " is given twice");
            }
        }
        requireBlank(all, next, all.length());
        return new InputScaling(
                step(all.substring(0, end).strip(), all),
                numbers.getOrDefault("mean", List.of()),
                numbers.getOrDefault("std", List.of()));
    }

    private static void requireBlank(String text, int begin, int end) {
        String between = text.substring(begin, end).strip();
        if (!between.isEmpty()) {
            throw new IllegalArgumentException(
                    "input=" + text + ": '" + between
                            + "' is not expected there; mean=[...] and std=[...] come last, and nothing between or behind them");
        }
    }

    /**
     * Reads the value of the key where it may leave open what is done.
     *
     * @return empty for {@value #AUTO}
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Optional<InputScaling> choice(String text) {
        return text.strip().equalsIgnoreCase(AUTO) ? Optional.empty() : Optional.of(parse(text));
    }

    private static Step step(String given, String text) {
        String word = given.toLowerCase(Locale.ROOT);
        Matcher percentile = PERCENTILE.matcher(word);
        if (percentile.matches()) {
            return new Percentile(number(percentile.group(1), text), number(percentile.group(2), text));
        }
        if (word.startsWith("percentile(")) {
            throw new IllegalArgumentException(
                    "input=" + text + ": percentile takes two numbers, as in percentile(1,99.8)");
        }
        return switch (word) {
            case "", "as is" -> new AsIs();
            case "0..1" -> new UnitRange();
            case "z-score" -> new ZScore();
            case "percentile" -> new Percentile(1, 99.8);
            default -> formula(given, text);
        };
    }

    private static Step formula(String word, String text) {
        try {
            return new Formula(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("input=" + text + ": " + e.getMessage() + "; " + ALLOWED, e);
        }
    }

    private static double number(String number, String text) {
        String digits = number.strip();
        double value = NUMBER.matcher(digits).matches() ? Double.parseDouble(digits) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("input=" + text + ": '" + digits + "' is no number"
                    + (Double.isInfinite(value) ? " that can be computed with" : ""));
        }
        return value;
    }

    /**
     * The source with scaled values.
     *
     * @param source the values as they are
     * @param largest the largest value of the image's type; empty for real numbers
     * @throws IllegalArgumentException if mean or std are given for another number of channels
     */
    public BlockSource scale(BlockSource source, OptionalDouble largest) {
        requireFits(source.shape());
        return equals(AS_IS) ? source : new ScaledSource(source, this, largest);
    }

    /**
     * What the user should know of the values that were read.
     *
     * @param scaled what {@link #scale} gave, after a run
     */
    public static Optional<String> remark(BlockSource scaled) {
        return scaled instanceof ScaledSource source ? source.remark() : Optional.empty();
    }

    /**
     * Checks that mean and std have a number for each channel.
     *
     * @throws IllegalArgumentException if they have not
     */
    public void requireFits(FeatureShape input) {
        requireChannels(input.channels());
    }

    /**
     * As above, for a network whose channels are known before there is an image.
     *
     * @throws IllegalArgumentException if mean or std have other numbers
     */
    public void requireFits(NetworkModel network) {
        network.inputChannels().ifPresent(this::requireChannels);
    }

    /** As above. */
    void requireChannels(int channels) {
        requireChannels("mean", mean, channels);
        requireChannels("std", deviation, channels);
    }

    private static void requireChannels(String name, List<Double> numbers, int channels) {
        if (!numbers.isEmpty() && numbers.size() != channels) {
            throw new IllegalArgumentException("input: " + name + "=" + numbers + " has " + numbers.size()
                    + (numbers.size() == 1 ? " number for " : " numbers for ") + channels
                    + (channels == 1 ? " channel" : " channels"));
        }
    }

    /** As text that {@link #parse} reads back. */
    @Override
    public String toString() {
        return step + (mean.isEmpty() ? "" : " mean=" + mean) + (deviation.isEmpty() ? "" : " std=" + deviation);
    }

    /** The formula for a channel, given the one for all. */
    DoubleUnaryOperator ofChannel(DoubleUnaryOperator all, int channel) {
        double shift = mean.isEmpty() ? 0 : mean.get(channel);
        double divisor = deviation.isEmpty() ? 1 : deviation.get(channel);
        return x -> (all.applyAsDouble(x) - shift) / divisor;
    }
}
