package org.convlayers.io.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.convlayers.io.Damage;
import org.convlayers.io.DamagedFileException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages good files in all ways that chance finds: they are read, or refused with the one exception, in little memory. */
class HostileFilesTest {
    /** With {@code -Plarge} ten thousand of each kind of file or more. */
    private static final int FILES_PER_SEED = Boolean.getBoolean("convlayers.large") ? 3400 : 700;

    private static final long ALLOWED_BYTES = 8 << 20;

    private static final long ALLOWED_NANOS = 2_000_000_000;

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
            Path file = Files.write(folder.resolve(i + ending), Damage.of(good, random));
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            try {
                TensorFiles.read(file.toString());
            } catch (DamagedFileException e) {
                String message = e.getMessage();
                assertTrue(
                        message.startsWith(file.toString()) && message.lines().count() == 1, message);
            }
            long nanos = threads.getCurrentThreadCpuTime() - start;
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            Files.delete(file);
            assertTrue(taken < ALLOWED_BYTES, "file " + i + " took " + taken + " bytes");
            assertTrue(nanos < ALLOWED_NANOS, "file " + i + " took " + nanos + " ns");
        }
    }
}
