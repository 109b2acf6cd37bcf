package org.convlayers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {
    @TempDir
    private Path folder;

    /** The example of FIPS 180-2. */
    @Test
    void hashIsThatOfTheStandard() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", FileHash.sha256(file));
    }

    @Test
    void fileThatIsMissingIsNamed() {
        Path missing = folder.resolve("weights.npz");
        DamagedFileException error = assertThrows(DamagedFileException.class, () -> FileHash.sha256(missing));
        assertTrue(error.getMessage().contains("weights.npz"), error.getMessage());
    }
}
