package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ij.Macro;
import ij.plugin.PlugIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.OptionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines of plugins.config, cut as ImageJ cuts them when it makes its menu. */
final class MenuTest {
    /**
     * What ImageJ makes of a line: the class is what follows the last comma, and the label ends one character before it, at
     * the quote.
     */
    record Entry(String label, String className) {
        static Entry of(String line) {
            String item = line.substring(line.indexOf('"'));
            int comma = item.lastIndexOf(',');
            return new Entry(
                    item.substring(1, comma - 1), item.substring(comma + 1).strip());
        }
    }

    static Stream<Entry> entries() {
        try {
            return Files.readAllLines(Path.of("plugins.config")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.endsWith("\"-\""))
                    .map(Entry::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyCommandIsThereOnce() {
        assertEquals(Commands.names(), entries().map(Entry::label).toList());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entryStartsTheCommandOfItsName(Entry entry) throws ReflectiveOperationException {
        assertEquals(entry.label(), command(entry).name());
    }

    private static Command command(Entry entry) throws ReflectiveOperationException {
        Object plugIn =
                Class.forName(entry.className()).getDeclaredConstructor().newInstance();
        return (Command) assertInstanceOf(PlugIn.class, plugIn);
    }

    /** What a dialog shows before a field is what a macro calls it. */
    @ParameterizedTest
    @MethodSource("entries")
    void labelsGiveEveryKeyBackToImageJ(Entry entry) throws ReflectiveOperationException {
        List<OptionKey> keys = command(entry).schema().keys();
        assertEquals(
                keys.stream().map(OptionKey::name).toList(),
                keys.stream().map(key -> Macro.trimKey(key.label())).toList());
    }
}
