package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.convlayers.ij.option.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README.md and the pages of docs/ say of the commands. */
@ExtendWith(BatchMode.class)
final class CommandsPageTest {
    private static final Path README = Path.of("README.md");
    private static final Path PAGE = Path.of("docs", "commands.md");
    private static final Pattern ENTRY = Pattern.compile("(?m)^Plugins>ConvLayers, \"(.+)\", (\\S+)$");
    private static final Pattern LINE = Pattern.compile("(?m)^run\\(\"([^\"]+)\", \"([^\"]*)\"\\);");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|([^|]*)\\|");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path folder;

    @BeforeEach
    void openTheSample() {
        ImagePlus sample = IJ.openImage("src/test/resources/images/ihc.png");
        sample.show();
    }

    @AfterEach
    void emptyTheTable() {
        ResultsTable.getResultsTable().reset();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> menu() {
        return ENTRY.matcher(read(Path.of("plugins.config"))).results();
    }

    static List<String> names() {
        return menu().map(entry -> entry.group(1)).toList();
    }

    private static Command command(String name) throws ReflectiveOperationException {
        String type = menu().filter(entry -> entry.group(1).equals(name))
                .map(entry -> entry.group(2))
                .findFirst()
                .orElseThrow();
        return Class.forName(type)
                .asSubclass(Command.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static String section(String command) {
        String text = read(PAGE);
        int begin = text.indexOf("\n## " + command + "\n");
        assertTrue(begin >= 0, command);
        int end = text.indexOf("\n## ", begin + 1);
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSectionListsTheKeysWithTheirDefaults(String name) throws ReflectiveOperationException {
        List<String> documented = ROW.matcher(section(name))
                .results()
                .map(row -> row.group(1) + "=" + row.group(2).replace("`", "").strip())
                .toList();
        List<String> expected = command(name).schema().keys().stream()
                .map(key -> key.name() + "=" + key.defaultValue())
                .toList();
        assertEquals(expected, documented);
    }

    private static List<String> lines(Path page) {
        return LINE.matcher(read(page)).results().map(MatchResult::group).toList();
    }

    static List<String> lines() {
        return lines(PAGE);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineRunsAndShowsSomething(String line) {
        MatchResult match = LINE.matcher(line).results().findFirst().orElseThrow();
        String title = Commands.run(match.group(1), match.group(2).replace("save=", "save=" + folder + "/"));
        assertNotEquals("", title);
        assertTrue(
                WindowManager.getImage(title) != null
                        || Files.exists(Path.of(title))
                        || ResultsTable.getResultsTable().size() > 0,
                title);
    }

    @Test
    void theMacroOfTheReadmeRuns() {
        List<String> lines = lines(README);
        assertEquals(4, lines.size());
        lines.forEach(this::aLineRunsAndShowsSomething);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aSectionHasLines(String command) {
        assertTrue(section(command).contains("\nrun(\"" + command + "\", \""));
    }

    @Test
    void linksLeadToFiles() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<String> broken = Stream.concat(
                            docs.filter(page -> page.toString().endsWith(".md")), Stream.of(README))
                    .flatMap(page -> LINK.matcher(read(page))
                            .results()
                            .filter(link -> !Files.exists(
                                    page.toAbsolutePath().getParent().resolve(link.group(1))))
                            .map(link -> page + ": " + link.group(1)))
                    .toList();
            assertEquals(List.of(), broken);
        }
    }
}
