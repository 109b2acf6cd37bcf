package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void appearsWithItsNameWhenCommitted() throws IOException {
        Path target = folder.resolve("out.bin");
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.channel().write(bytes("whole"));
            assertFalse(Files.exists(target));
            file.commit();
        }
        assertEquals("whole", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void leavesNothingWhenNotCommitted() throws IOException {
        try (OutputFile file = OutputFile.create(folder.resolve("out.bin"), List.of())) {
            file.channel().write(bytes("half"));
        }
        assertEquals(List.of(), files());
    }

    @Test
    void leavesTheOldFileWhenNotCommitted() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.channel().write(bytes("half"));
        }
        assertEquals("old", Files.readString(target));
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.channel().write(bytes("new"));
            file.commit();
        }
        assertEquals("new", Files.readString(target));
    }

    @Test
    void neverReplacesAnInput() throws IOException {
        Path input = Files.writeString(folder.resolve("in.bin"), "input");
        Path link = Files.createSymbolicLink(folder.resolve("link.bin"), input);
        Path hardLink = Files.createLink(folder.resolve("hard.bin"), input);
        Path detour = folder.resolve("sub/../in.bin");
        for (Path target : List.of(input, link, hardLink, detour)) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> OutputFile.create(target, List.of(folder.resolve("other"), input)));
            assertEquals(
                    "the output '" + target + "' is the input '" + input + "'; choose another name",
                    error.getMessage());
        }
        assertEquals("input", Files.readString(input));
        assertEquals(3, files().size());
    }

    @Test
    void saysWhyAFileCannotBeMade() {
        Path missing = folder.resolve("missing").resolve("out.bin");
        IOException error = assertThrows(IOException.class, () -> OutputFile.create(missing, List.of()));
        assertTrue(error.getMessage().startsWith("there is no folder '" + missing.getParent()), error.getMessage());
        error = assertThrows(IOException.class, () -> OutputFile.create(folder, List.of()));
        assertTrue(error.getMessage().contains("is a folder, not a file"), error.getMessage());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
