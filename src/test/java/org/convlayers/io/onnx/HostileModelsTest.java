package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damages good models in all ways that chance finds: they are read and translated, or refused with the one exception (or the
 * one for shapes that do not go together), in little memory and time.
 */
class HostileModelsTest {
    /** With {@code -Plarge} more than ten thousand in all. */
    private static final int FILES_PER_SEED = Boolean.getBoolean("convlayers.large") ? 1700 : 700;

    private static final long ALLOWED_BYTES = 256 << 20;
    private static final long ALLOWED_NANOS = 2_000_000_000;

    /** Varints at the ends of their ranges, lengths beyond the end, and other pieces that mean something to the format. */
    private static final List<int[]> PIECES = List.of(
            new int[] {0xff, 0xff, 0xff, 0xff, 0x07},
            new int[] {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
            new int[] {0x80, 0x80, 0x80, 0x80, 0x08},
            new int[] {0},
            new int[] {1},
            new int[] {0x7f},
            new int[] {0x0a, 0x7f},
            new int[] {0x0b},
            new int[] {0x80});

    @TempDir
    Path folder;

    static Stream<Arguments> modelsAndSeeds() throws IOException {
        return Stream.of("superresolution", "arithmetic", "classifier")
                .flatMap(name -> Stream.of(1L, 2L).map(seed -> Arguments.of(name, seed)));
    }

    private static byte[] good(String name) throws IOException {
        return switch (name) {
            case "superresolution" -> OnnxNetsTest.resource("websr-cnn-2x-s-rl.onnx");
            case "arithmetic" ->
                new ModelBuilder(13)
                        .input("x", 1, 2, 4, 4)
                        .node("Shape", "shape", "x")
                        .initializer("two", ModelBuilder.wholes(2))
                        .initializer("four", ModelBuilder.wholes(4))
                        .initializer("zero", ModelBuilder.wholes(0))
                        .initializer("ones", ModelBuilder.wholes(1, 1, 2, 2))
                        .node("Slice", "size", "shape", "two", "four", "zero")
                        .node("Concat", "sizes", List.of("two", "size", "two"), a -> a.number("axis", 0))
                        .node("ConstantOfShape", "filled", "sizes")
                        .node("ReduceSum", "sum", "filled", "zero")
                        .node("Tile", "tiled", "x", "ones")
                        .node("Transpose", "turned", List.of("tiled"), a -> a.numbers("perm", 0, 2, 1, 3))
                        .node("Pad", "padded", List.of("turned"), a -> a.numbers("pads", 0, 0, 1, 1, 0, 0, 1, 1))
                        .node("Cast", "many", List.of("sizes"), a -> a.number("to", 1))
                        .node("ReduceMean", "mean", List.of("many"), a -> a.number("keepdims", 0))
                        .node("Mul", "y", "padded", "mean")
                        .output("y")
                        .bytes();
            default ->
                new ModelBuilder(11)
                        .input("x", 1, 2, 4, 4)
                        .initializer("w", ModelBuilder.reals(List.of(4L, 2L, 3L, 3L), new float[72]))
                        .initializer("v", ModelBuilder.reals(List.of(3L, 4L), new float[12]))
                        .initializer("b", ModelBuilder.reals(List.of(3L), new float[3]))
                        .node(
                                "Conv",
                                "c",
                                List.of("x", "w"),
                                a -> a.numbers("strides", 2, 2).text("auto_pad", "SAME_UPPER"))
                        .node("Clip", "r", "c", "", "")
                        .node("Flatten", "f", "r")
                        .initializer("shape", ModelBuilder.wholes(-1, 4))
                        .node("Reshape", "q", "f", "shape")
                        .node(
                                "Gemm",
                                "g",
                                List.of("q", "v", "b"),
                                a -> a.number("transB", 1).real("alpha", 2))
                        .node("Softmax", "y", List.of("g"), a -> a.number("axis", 1))
                        .output("y")
                        .bytes();
        };
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("modelsAndSeeds")
    void damagedModelsAreTranslatedOrRefusedInLittleMemory(String name, long seed) throws IOException {
        byte[] good = good(name);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < FILES_PER_SEED; i++) {
            refused += refuses(damage(good, random), "file " + i) ? 1 : 0;
        }
        assertTrue(refused > FILES_PER_SEED / 4, refused + " refused");
    }

    /** Every place where a file may end. */
    @Test
    void truncatedModelsAreRefused() throws IOException {
        byte[] good = good("arithmetic");
        for (int length = 0; length < good.length; length++) {
            refuses(Arrays.copyOf(good, length), "length " + length);
        }
        assertEquals(false, refuses(good, "whole"));
    }

    private boolean refuses(byte[] bytes, String which) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        boolean refused = false;
        try {
            ExternalData external = new ExternalData(folder.resolve("made.onnx"));
            OnnxModel model = ModelReader.read("made.onnx", ByteBuffer.wrap(bytes), external);
            int channels = model.inputChannels().orElse(2);
            model.forArray(List.of(1, Math.min(channels, 64), 4, 4));
        } catch (DamagedFileException | ShapeException e) {
            String message = e.getMessage();
            assertTrue(message.startsWith("made.onnx: ") && message.lines().count() == 1, message);
            refused = true;
        }
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        long nanos = threads.getCurrentThreadCpuTime() - start;
        assertTrue(taken < ALLOWED_BYTES, which + " took " + taken + " bytes");
        assertTrue(nanos < ALLOWED_NANOS, which + " took " + nanos + " ns");
        return refused;
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            bytes = damageOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] damageOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> {
                int[] piece = PIECES.get(random.nextInt(PIECES.size()));
                for (int i = 0; i < piece.length && at + i < changed.length; i++) {
                    changed[at + i] = (byte) piece[i];
                }
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(1 + random.nextInt(30), bytes.length - Math.max(from, at));
                System.arraycopy(bytes, from, changed, at, length);
            }
        }
        return changed;
    }
}
