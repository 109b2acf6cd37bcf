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
        String word = text.strip();
        int[] numbers = NUMBERS.matcher(word).matches()
                ? Arrays.stream(word.split("x")).mapToInt(Integer::parseInt).toArray()
                : new int[0];
        int rank = network.rank().orElse(numbers.length > Extent.MAX_RANK ? Extent.MAX_RANK : USUAL_RANK);
        if (numbers.length != rank && numbers.length != rank + 1) {
            String axes =
                    String.join("x", LETTERS.substring(LETTERS.length() - rank).split(""));
            throw new IllegalArgumentException("'" + text + "' is not the size of an input with " + rank
                    + " spatial axes; write " + axes + " or Cx" + axes + " in pixels, such as "
                    + String.join("x", Arrays.copyOf(new String[] {"64", "64", "64"}, rank)));
        }
        int[] spatial = Arrays.copyOfRange(numbers, numbers.length - rank, numbers.length);
        OptionalInt given = numbers.length > rank ? OptionalInt.of(numbers[0]) : network.inputChannels();
        return FeatureShape.of(given.orElse(1), spatial);
    }
}
