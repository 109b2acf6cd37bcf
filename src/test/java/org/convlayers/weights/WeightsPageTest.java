package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The user guide's page of weights shows nothing that is not so. */
class WeightsPageTest {
    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`.*?`(?:, `.*?`)*)[^|`]* \\| ");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "weights.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts in the first column of the page's first table. */
    static Stream<String> texts() {
        String table = page().substring(0, page().indexOf("## Filter banks"));
        return FIRST_COLUMN
                .matcher(table)
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .map(code -> code.group(1).replace("\\|", "|"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsOnThePageAreRead(String text) {
        WeightSource.parse(text);
    }

    @ParameterizedTest
    @EnumSource
    void everyBankIsOnThePage(FilterBank bank) {
        assertTrue(page().contains("\n| `" + bank.usage() + "` | "), bank.usage());
    }
}
