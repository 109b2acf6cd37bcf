package org.convlayers.app;

import java.util.Locale;
import java.util.OptionalInt;
import org.convlayers.weights.FixedShape;

/**
 * The {@code groups} key: a number, or {@code channels} for as many as the image has; left out, {@code channels} for kernels
 * that know no channels, and 1 otherwise.
 */
public final class GroupCount {
    /** Left out. */
    public static final GroupCount DEFAULT = new GroupCount(Kind.DEFAULT, OptionalInt.empty());

    /** As many as the image has channels: a depthwise layer. */
    public static final GroupCount CHANNELS = new GroupCount(Kind.CHANNELS, OptionalInt.empty());

    private final Kind kind;
    private final OptionalInt number;

    private enum Kind {
        DEFAULT,
        CHANNELS,
        NUMBER
    }

    private GroupCount(Kind kind, OptionalInt number) {
        this.kind = kind;
        this.number = number;
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
        return new GroupCount(Kind.NUMBER, OptionalInt.of(Integer.parseInt(word)));
    }

    /** The number of groups for so many channels and such weights. */
    public int of(int channels, FixedShape weights) {
        return switch (kind) {
            case DEFAULT -> weights.kernels().isPresent() ? channels : 1;
            case CHANNELS -> channels;
            case NUMBER -> number.orElseThrow();
        };
    }
}
