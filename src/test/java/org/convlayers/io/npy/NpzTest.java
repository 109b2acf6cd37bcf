package org.convlayers.io.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The good archives were made by numpy, see make_npy.py beside them. */
class NpzTest {
    @TempDir
    Path folder;

    private Path zip(String... names) throws IOException {
        Path path = folder.resolve("made.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(NpyFileTest.resource("f4_le.npy")));
            }
        }
        return path;
    }

    private static String fault(Path file) {
        String message =
                assertThrows(DamagedFileException.class, () -> Npz.read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length() + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void archivesOfNumpyAreRead(String name) throws IOException {
        Map<String, Tensor> tensors = Npz.read(NpyFileTest.resource(name));
        assertEquals(List.of("0.weight", "0.bias"), List.copyOf(tensors.keySet()));
        assertEquals(List.of(2, 3, 4), tensors.get("0.weight").shape());
        assertArrayEquals(new float[] {1, -2}, tensors.get("0.bias").data());
    }

    /** Newer versions of Java look at comments themselves, and their words are passed on. */
    @Test
    void commentsThatAreNotUtf8AreRefused() throws IOException {
        Path path = folder.resolve("latin.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path), StandardCharsets.ISO_8859_1)) {
            ZipEntry entry = new ZipEntry("a.npy");
            entry.setComment("Gew\u00e4chs");
            zip.putNextEntry(entry);
            zip.write(Files.readAllBytes(NpyFileTest.resource("f4_le.npy")));
        }
        Set<String> words = Set.of(
                "a comment in the archive is not UTF-8",
                "this is no .npz archive, or it is cut off or damaged (invalid CEN header (bad entry name or comment))");
        assertTrue(words.contains(fault(path)), fault(path));
    }

    @Test
    void whatIsCutOffIsSaidToBe() throws IOException {
        Path whole = folder.resolve("whole.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(whole))) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            zip.write(Files.readAllBytes(NpyFileTest.resource("f4_le.npy")));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(fault(cut).startsWith("this is no .npz archive, or it is cut off or damaged"), fault(cut));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.npy", "a/../../b.npy", "/a.npy", "C:/a.npy", "..\\a.npy"})
    void namesThatArePathsOutOfTheArchiveAreRefused(String name) throws IOException {
        assertEquals("the name '" + name + "' is a path out of the archive", fault(zip(name)));
    }

    @Test
    void otherFilesInTheArchiveAreRefused() throws IOException {
        assertEquals("'readme.txt' is not an .npy file", fault(zip("readme.txt")));
    }

    @Test
    void namesThatOccurTwiceAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(zip("a.npy", "b.npy"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("b.npy", "a.npy");
        Path file = Files.write(folder.resolve("twice.npz"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("the name 'a.npy' occurs twice", fault(file));
    }

    @Test
    void aChangedNumberBreaksTheChecksum() throws IOException {
        byte[] bytes = Files.readAllBytes(NpyFileTest.resource("stored.npz"));
        int headerEnd = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
        bytes[headerEnd + 6] ^= 1;
        Path file = Files.write(folder.resolve("changed.npz"), bytes);
        assertTrue(fault(file).endsWith("0.weight.npy: the checksum does not match"), fault(file));
    }

    @Test
    void anArchiveThatUnpacksToFarMoreThanItsSizeIsRefused() throws IOException {
        Path file = folder.resolve("bomb.npz");
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            zip.write(NpyHeader.write("|u1", List.of(300, zeros.length)));
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        assertTrue(fault(file).matches("the archive of \\d+ bytes would unpack to 314572928; at most 100 .*"));
    }

    @Test
    void aSizeThatDeflateCannotReachIsRefused() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip("a.npy"))).order(ByteOrder.LITTLE_ENDIAN);
        int centralEntry = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        bytes.putInt(centralEntry + 24, Integer.MAX_VALUE);
        Path file = Files.write(folder.resolve("lie.npz"), bytes.array());
        assertTrue(fault(file).matches("'a.npy' claims to unpack \\d+ bytes to 2147483647, which .*"));
    }

    @Test
    void aFileThatIsNoZipIsRefused() {
        Path file = NpyFileTest.resource("f4_le.npy");
        assertTrue(fault(file).contains("zip"), fault(file));
    }
}
