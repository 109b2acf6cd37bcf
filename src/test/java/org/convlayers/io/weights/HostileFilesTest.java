package org.convlayers.io.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages good files in all ways that chance finds: they are read, or refused with the one exception, in little memory. */
class HostileFilesTest {
    private static final int FILES_PER_SEED = 700;
    private static final long ALLOWED_BYTES = 8 << 20;

    /** Numbers that length fields may be turned into, and pieces that mean something to a reader. */
    private static final List<String> PIECES = List.of(
            "\377\377\377\377",
            "\377\377\377\177",
            "\0\0\0\0",
            "\0\0\0\200",
            "99999999999",
            "-1",
            "0",
            "{",
            "}",
            "(",
            "'",
            "\"",
            ",",
            "[[[[[[[[",
            "PK\1\2",
            "PK\3\4",
            "\\u0000",
            "1e999",
            "NaN",
            "\n");

    @TempDir
    Path folder;

    static Stream<Arguments> filesAndSeeds() {
        return Stream.of(
                        "npy/f4_le.npy",
                        "npy/fortran.npy",
                        "npy/version2.npy",
                        "npy/stored.npz",
                        "npy/deflated.npz",
                        "safetensors/websr-cnn-restore-m-an.safetensors",
                        "weights/kernel.txt")
                .flatMap(name -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("filesAndSeeds")
    void damagedFilesAreReadOrRefusedInLittleMemory(String name, long seed) throws IOException {
        byte[] good = Files.readAllBytes(TensorFilesTest.resource(name));
        Random random = new Random(seed);
        String ending = name.substring(name.lastIndexOf('.'));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < FILES_PER_SEED; i++) {
            // A new file each time: to overwrite one, file systems wait for the disk.
            Path file = Files.write(folder.resolve(i + ending), damage(good, random));
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                TensorFiles.read(file.toString());
            } catch (DamagedFileException e) {
                String message = e.getMessage();
                assertTrue(
                        message.startsWith(file.toString()) && message.lines().count() == 1, message);
            }
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            Files.delete(file);
            assertTrue(taken < ALLOWED_BYTES, "file " + i + " took " + taken + " bytes");
        }
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            bytes = damageOnce(bytes, random);
        }
        return bytes;
    }

    /** Heads of files are damaged more often than their numbers. */
    private static byte[] damageOnce(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
            case 4 -> {
                byte[] changed = bytes.clone();
                System.arraycopy(piece, 0, changed, at, Math.min(piece.length, changed.length - at));
                yield changed;
            }
            default -> {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
        };
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
