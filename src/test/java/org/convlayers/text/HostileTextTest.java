package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.layer.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileTextTest {
    private static final String VALID = """
            Net(
              (stem): nn.Conv2d(3, 8, kernel_size=(3, 3), padding='same', padding_mode=constant(1.5)) # first
              (blocks): ModuleList((0-1): 2 x Block((act): LeakyReLU(0.1, inplace=True); Identity()))
              (far): Conv2d(8, 8, [3, 5], 1, '1:1x2:2', dilation=1, bias=False, input='stem')
              Concat(inputs=('far', "blocks", input)),
              GELU(approximate=tanh)
            )""";

    private static final String SIGNS = "()[]'\",;:=#\\ \n\t0-1.xe_é\u0000";

    static Stream<Arguments> texts() {
        int many = 400_000;
        return Stream.of(
                Arguments.of("open containers", "Sequential(".repeat(50_000)),
                Arguments.of("nested containers", "Sequential(".repeat(60) + "ReLU()" + ")".repeat(60)),
                Arguments.of("nested modules", "A((0):".repeat(60) + "ReLU()" + ")".repeat(60)),
                Arguments.of("open names", "(".repeat(many)),
                Arguments.of("open tuples", "Conv2d(" + "(".repeat(many)),
                Arguments.of("nested tuples", "Conv2d(" + "(".repeat(60) + "3" + ",)".repeat(60) + ", 3, 3)"),
                Arguments.of("a long number", "Conv2d(" + "9".repeat(many) + ", 3, 3)"),
                Arguments.of("nearly a number", "Conv2d(3, 3, 3, padding=" + "1_".repeat(many / 2) + "z)"),
                Arguments.of("a long word", "padding".repeat(many / 7)),
                Arguments.of("a long keyword", "ReLU(" + "k".repeat(many) + "=3)"),
                Arguments.of("a long padding", "Conv2d(3, 3, 3, padding='" + "1x".repeat(many / 2) + "')"),
                Arguments.of("a padding of two lines", "Conv2d(3, 3, 3, padding='1\\nx')"),
                Arguments.of("a long name", "(" + "n".repeat(many) + "): ReLU()"),
                Arguments.of("an endless name", "(" + "n".repeat(many)),
                Arguments.of("many repetitions", "999999999 x ReLU()"),
                Arguments.of("repeated containers", "9999 x Sequential(9999 x Sequential(9999 x Sequential()))"),
                Arguments.of(
                        "long names in all",
                        "(" + "n".repeat(400) + "): Sequential((" + "n".repeat(400) + "): ReLU())"),
                Arguments.of("too long a text", "ReLU()\n".repeat(150_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void hostileTextIsRefusedAtOnce(String what, String text) {
        TextException error = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThrows(TextException.class, () -> NetworkText.parse(text)));
        assertOneShortLine(error);
    }

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    /** Every text is either read, and then printed so that it is read again, or refused with a place in it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damagedTextIsReadOrRefusedByItsOwnException(long seed) {
        String text = damage(new Random(seed));
        Network network;
        try {
            network = NetworkText.parse(text);
        } catch (TextException e) {
            assertOneShortLine(e);
            assertTrue(e.line() >= 1 && e.line() <= text.lines().count() + 1, e.getMessage());
            return;
        }
        assertEquals(network, NetworkText.parse(NetworkText.print(network)));
    }

    private static String damage(Random random) {
        StringBuilder text = new StringBuilder(VALID);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                default -> text.insert(at, VALID, 0, random.nextInt(60));
            }
        }
        return text.toString();
    }

    private static void assertOneShortLine(TextException error) {
        String message = error.getMessage();
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
        assertTrue(message.length() < 600, message);
    }
}
