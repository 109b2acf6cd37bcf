package org.convlayers.app;

import java.util.Locale;
import org.convlayers.weights.FixedShape;

/**
 * The {@code groups} key: a number, or {@code channels} for as many as the image has; left out, {@code channels} for kernels
 * that know no channels, and 1 otherwise.
 */
public final class GroupCount {
    /** Left out. */
    public static final GroupCount DEFAULT =
            new GroupCount((channels, weights) -> weights.kernels().isPresent() ? channels : 1);

    /** As many as the image has channels: a depthwise layer. */
    public static final GroupCount CHANNELS = new GroupCount((channels, weights) -> channels);

    private final Rule rule;

    @FunctionalInterface
    private interface Rule {
        int of(int channels, FixedShape weights);
    }

    private GroupCount(Rule rule) {
        this.rule = rule;
    }

    /**
     * Reads the value of the key.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static GroupCount parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("channels")) {
            return CHANNELS;
        }
        if (!word.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "groups '" + text + "' is not allowed; allowed are channels and a number from 1");
        }
        int number = Integer.parseInt(word);
        return new GroupCount((channels, weights) -> number);
    }

    /** The number of groups for so many channels and such weights. */
    public int of(int channels, FixedShape weights) {
        return rule.of(channels, weights);
    }
}
