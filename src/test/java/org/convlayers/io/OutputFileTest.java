package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
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
            file.write(bytes("whole"), 0);
            assertFalse(Files.exists(target));
            file.commit();
        }
        assertEquals("whole", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void aStreamWritesFromTheStartOn() throws IOException {
        Path target = folder.resolve("out.bin");
        try (OutputFile file = OutputFile.create(target, List.of())) {
            OutputStream stream = file.stream();
            stream.write('a');
            stream.write(new byte[] {'x', 'b', 'c', 'x'}, 1, 2);
            stream.flush();
            file.commit();
        }
        assertEquals("abc", Files.readString(target));
    }

    @Test
    void leavesNothingWhenNotCommitted() throws IOException {
        try (OutputFile file = OutputFile.create(folder.resolve("out.bin"), List.of())) {
            file.write(bytes("half"), 0);
        }
        assertEquals(List.of(), files());
    }

    @Test
    void leavesTheOldFileWhenNotCommitted() throws IOException {
        Path target = Files.writeString(folder.resolve("out.bin"), "old");
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.write(bytes("half"), 0);
        }
        assertEquals("old", Files.readString(target));
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.write(bytes("new"), 0);
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

    @Test
    void whatCannotBeWrittenIsSaidWithTheFile() throws IOException {
        Path target = folder.resolve("out.bin");
        OutputFile file = OutputFile.create(target, List.of());
        file.close();
        IOException error = assertThrows(IOException.class, () -> file.write(bytes("whole"), 0));
        assertEquals("'" + target + "' cannot be written: closed channel exception", error.getMessage());
    }

    @Test
    void errorsNeverNameTheTemporaryFile() {
        Path target = Path.of("/proc/out.bin");
        assumeTrue(Files.isDirectory(target.getParent()), "this system has no folder that takes no files");
        IOException error = assertThrows(IOException.class, () -> OutputFile.create(target, List.of()));
        assertTrue(error.getMessage().contains("/proc"), error.getMessage());
        assertFalse(error.getMessage().contains(".part"), error.getMessage());
    }

    @Test
    void aDiskThatIsTooSmallIsSaidBefore() throws IOException {
        Path target = folder.resolve("out.bin");
        try (OutputFile file = OutputFile.create(target, List.of())) {
            file.requireSpace(0);
            IOException error = assertThrows(IOException.class, () -> file.requireSpace(Long.MAX_VALUE));
            assertTrue(
                    error.getMessage()
                            .startsWith("'" + target + "' needs " + Long.MAX_VALUE + " bytes, but its disk has "),
                    error.getMessage());
        }
    }

    @Test
    void severalFilesAppearTogetherOrNotAtAll() throws IOException {
        Path first = folder.resolve("first.bin");
        Path second = folder.resolve("second.bin");
        try (OutputFiles files = new OutputFiles(List.of())) {
            files.create(first).write(bytes("1"), 0);
            assertThrows(IOException.class, () -> files.create(folder.resolve("missing/second.bin")));
        }
        assertEquals(List.of(), files());
        try (OutputFiles files = new OutputFiles(List.of())) {
            files.create(first).write(bytes("1"), 0);
            files.create(second).write(bytes("2"), 0);
            files.commit();
        }
        assertEquals(List.of(first, second), files().stream().sorted().toList());
    }

    @Test
    void severalFilesAreNotOne() throws IOException {
        Path target = folder.resolve("out.bin");
        Path detour = folder.resolve("sub/../out.bin");
        try (OutputFiles files = new OutputFiles(List.of())) {
            files.create(target);
            IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> files.create(detour));
            assertEquals(
                    "the outputs '" + target + "' and '" + detour + "' are one file; choose another name",
                    error.getMessage());
        }
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
