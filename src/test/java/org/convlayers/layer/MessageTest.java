package org.convlayers.layer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.convlayers.golden.Goldens;
import org.convlayers.golden.MessageCase;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that do not fit are rejected in PyTorch's words. */
class MessageTest {
    /** All but one of four spatial axes, which no feature map has here. */
    static Stream<MessageCase> inputs() {
        return Goldens.messages()
                .filter(golden -> golden.input().isPresent())
                .filter(golden -> !golden.name().equals("rank-2d-many"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void wordsAreThoseOfPyTorch(MessageCase golden) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> shapes(golden));
        assertTrue(
                error.getMessage().contains(words(golden)), () -> error.getMessage() + " instead of " + words(golden));
    }

    /** The shapes of an item. */
    private static void shapes(MessageCase golden) {
        Network network = NetworkText.parse(golden.text());
        List<Integer> size = golden.input().orElseThrow();
        List<Integer> item =
                size.subList(size.size() == network.rank().orElse(size.size() - 2) + 2 ? 1 : 0, size.size());
        int[] spatial = item.stream().skip(1).mapToInt(Integer::intValue).toArray();
        network.shapes(FeatureShape.of(item.get(0), spatial));
    }

    /** PyTorch's words for an item: without the size of its batch, and without what it counts differently. */
    private static String words(MessageCase golden) {
        String words =
                golden.message().replaceFirst("input\\[\\d+, ", "input[1, ").replaceFirst("^Argument #4: ", "");
        boolean hasSameNumbers =
                Stream.of("Given groups", "Calculated", "Expected").anyMatch(words::startsWith);
        return hasSameNumbers ? words : words.replaceFirst("(, but got.*|\\.$)", "");
    }
}
