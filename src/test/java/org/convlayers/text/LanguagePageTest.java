package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The user guide's page of the language shows nothing that is not so. */
class LanguagePageTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)\\n```", Pattern.DOTALL);

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "layer-language.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> blocks(String language) {
        return BLOCK.matcher(page())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    static Stream<String> networks() {
        return Stream.concat(blocks("python").stream(), blocks("").stream().filter(text -> text.startsWith("Net(")));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networksOnThePageAreRead(String text) {
        NetworkText.parse(text);
    }

    @Test
    void uNetOnThePageKeepsTheSizeOfTheImage() {
        String text = networks().filter(network -> network.contains("enc1")).collect(Collectors.joining());
        assertTrue(text.lines().count() <= 20);
        assertEquals(FeatureShape.of(2, 64, 48), NetworkText.parse(text).outputShape(FeatureShape.of(1, 64, 48)));
    }

    @Test
    void canonicalTextOnThePageIsWhatWeWrite() {
        String last = networks().filter(text -> text.contains("negative_slope")).collect(Collectors.joining());
        assertEquals(last, NetworkText.print(NetworkText.parse(last)));
    }

    static Stream<String> names() {
        return LayerTable.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyLayerIsOnThePageWithItsSignature(String name) {
        LayerSyntax syntax = LayerTable.named(name).orElseThrow();
        // Layers that differ in their number of axes share a signature: Conv1d, Conv2d, Conv3d(…).
        String text = page().replaceAll("(?:\\w+, )*\\b" + name + "(?:, \\w+)*\\(", name + "(")
                .replaceAll("\\s+", " ");
        assertTrue(
                text.contains(syntax.signatureText().replaceAll(", input\\)|input\\)", ")")), syntax.signatureText());
    }

    @Test
    void errorsOnThePageAreOurs() {
        List<String> lines = blocks("").stream()
                .filter(block -> block.startsWith("line "))
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("^line \\d+, column \\d+: ", "").replaceFirst("…\\)$", ""))
                .toList();
        Stream.of("Conv2d(3, 16, 3, strid=2)", "Conv2d(3, 16, 'three')", "Conv2d(3, 4, 3, groups=2)")
                .map(LanguagePageTest::messageFor)
                .forEach(message -> assertTrue(lines.stream().anyMatch(message::contains), message));
        assertEquals(3, lines.size());
    }

    private static String messageFor(String text) {
        try {
            return NetworkText.print(NetworkText.parse(text));
        } catch (TextException e) {
            return e.getMessage();
        }
    }
}
