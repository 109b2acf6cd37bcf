package org.convlayers.app;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/** The {@code size} key, {@code [Cx][Dx]HxW}: the shape of a network's input. */
public final class InputSize {
    private static final Pattern NUMBERS = Pattern.compile("[1-9][0-9]{0,8}(x[1-9][0-9]{0,8})*");
    private static final String LETTERS = "DHW";
    private static final int USUAL_RANK = 2;

    private InputSize() {}

    /**
     * Reads a size.
     *
     * @param text one number for each spatial axis, and before them the channels where no layer says how many it takes (1 if
     *     they are left out)
     * @param network says how many axes and channels its input has
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static FeatureShape parse(String text, Network network) {
        return parse(text, network.rank(), network.inputChannels());
    }

    /**
     * Reads a size.
     *
     * @param text as for {@link #parse(String, Network)}
     * @param model says how many axes and channels its input has
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static FeatureShape parse(String text, NetworkModel model) {
        return parse(text, model.rank(), model.inputChannels());
    }

    private static FeatureShape parse(String text, OptionalInt rank, OptionalInt channels) {
        int numbers = numbers(text).length;
        int usual = numbers > Extent.MAX_RANK ? Extent.MAX_RANK : USUAL_RANK;
        return parse(text, rank.orElse(usual), channels.orElse(1));
    }

    /**
     * Reads a size.
     *
     * @param text one number for each spatial axis, and before them the channels if they shall not be the usual ones
     * @param rank the number of spatial axes
     * @param channels how many there are where the text does not say
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static FeatureShape parse(String text, int rank, int channels) {
        int[] numbers = numbers(text);
        if (numbers.length != rank && numbers.length != rank + 1) {
            String axes =
                    String.join("x", LETTERS.substring(LETTERS.length() - rank).split(""));
            throw new IllegalArgumentException("'" + text + "' is not the size of an input with " + rank
                    + (rank == 1 ? " spatial axis" : " spatial axes") + "; write " + axes + " or Cx" + axes
                    + " in pixels (each 1 to 999999999), such as "
                    + String.join("x", Arrays.copyOf(new String[] {"64", "64", "64"}, rank)));
        }
        int[] spatial = Arrays.copyOfRange(numbers, numbers.length - rank, numbers.length);
        return FeatureShape.of(numbers.length > rank ? numbers[0] : channels, spatial);
    }

    /** None if the text is no size. */
    private static int[] numbers(String text) {
        String word = text.strip();
        return NUMBERS.matcher(word).matches()
                ? Arrays.stream(word.split("x")).mapToInt(Integer::parseInt).toArray()
                : new int[0];
    }
}
