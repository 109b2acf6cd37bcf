package org.convlayers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.io.TiffDecoder;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.io.onnx.ImportedNetwork;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An image whose planes are larger than memory, through a network; {@code ./mvnw verify -Plarge}, which needs 7 GB on the
 * disk of temporary files and some minutes.
 */
@EnabledIfSystemProperty(named = "convlayers.large", matches = "true")
class LargeNetworkIT {
    private static final int SIZE = 20_000;
    private static final int ROWS_PER_STRIP = 16;
    private static final int CHANNELS = 3;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** Farther than the network looks, which is 7 pixels. */
    private static final int MARGIN = 16;

    private static final int WINDOW = 40;

    @TempDir
    private Path folder;

    /** RGB in strips to a file of the type, and here and there the values that the network gives of a small part. */
    @ParameterizedTest
    @CsvSource({"float32, 2e-5", "uint8, 1"})
    void anImageLargerThanMemoryIsRestored(String type, float tolerance) throws Exception {
        Path input = folder.resolve("rgb.tif");
        Path output = folder.resolve("restored.tif");
        writeImage(input, SIZE);
        Path log = folder.resolve("gc.log");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-Xlog:gc:file=" + log,
                        "-jar",
                        PackagedJar.ALL.path().toString(),
                        "apply",
                        "--network",
                        model().toString(),
                        "--input",
                        "0..1",
                        "--type",
                        type,
                        input.toString(),
                        "-o",
                        output.toString())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        System.out.println(
                type + ": " + (System.nanoTime() - begin) / 1_000_000_000 + " s, peak heap " + peakHeap(log) + " MB");
        assertTrue(peakHeap(log) <= 2048);
        for (int[] place : new int[][] {{0, 0}, {9_990, 12_345}, {SIZE - WINDOW, SIZE - WINDOW}, {0, SIZE - WINDOW}}) {
            float[] expected = restored(place[0], place[1]);
            if (type.equals("uint8")) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = Math.max(0, Math.min(255, Math.round(expected[i])));
                }
            }
            assertArrayEquals(expected, read(output, type, place[0], place[1]), tolerance, type + " at " + place[0]);
        }
    }

    private static Path model() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(LargeNetworkIT.class.getResource("io/onnx/websr-cnn-restore-m-an.onnx"))
                .toURI());
    }

    /** A pattern of waves and of noise, the same everywhere it is asked for. */
    private static int value(int channel, int y, int x) {
        int noise = (((x * 73 + y * 151 + channel * 37) * 2654435) >>> 24) & 31;
        return (int) (110 + 70 * Math.sin(x * 0.05 + channel) * Math.cos(y * 0.03)) + noise;
    }

    /** Uncompressed RGB in strips, as scanners write it: little endian, the directory behind the pixels. */
    static void writeImage(Path file, int size) throws IOException {
        int strips = (size + ROWS_PER_STRIP - 1) / ROWS_PER_STRIP;
        long pixelBytes = (long) size * size * CHANNELS;
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            byte[] head = new byte[8];
            little(head).put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt((int) (8 + pixelBytes));
            out.write(head);
            byte[] row = new byte[size * CHANNELS];
            for (int y = 0; y < size; y++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (byte) value(i % CHANNELS, y, i / CHANNELS);
                }
                out.write(row);
            }
            int entries = 10;
            int after = (int) (8 + pixelBytes + 2 + entries * 12L + 4);
            byte[] end = new byte[2 + entries * 12 + 4 + 6 + strips * 8];
            ByteBuffer directory = little(end).putShort((short) entries);
            entry(directory, 256, LONG, 1, size);
            entry(directory, 257, LONG, 1, size);
            entry(directory, 258, SHORT, 3, after);
            entry(directory, 259, SHORT, 1, 1);
            entry(directory, 262, SHORT, 1, 2);
            entry(directory, 273, LONG, strips, after + 6);
            entry(directory, 277, SHORT, 1, CHANNELS);
            entry(directory, 278, LONG, 1, ROWS_PER_STRIP);
            entry(directory, 279, LONG, strips, after + 6 + 4 * strips);
            entry(directory, 284, SHORT, 1, 1);
            directory.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
            int stripBytes = size * CHANNELS * ROWS_PER_STRIP;
            for (int i = 0; i < strips; i++) {
                directory.putInt((int) (8 + (long) i * stripBytes));
            }
            for (int i = 0; i < strips; i++) {
                directory.putInt((int) Math.min(stripBytes, pixelBytes - (long) i * stripBytes));
            }
            out.write(end);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void entry(ByteBuffer directory, int tag, int type, int count, int value) {
        directory.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    /** The network on a part of the image, without its margins but where the image ends. */
    private float[] restored(int top, int left) throws Exception {
        int y0 = Math.max(0, top - MARGIN);
        int x0 = Math.max(0, left - MARGIN);
        int height = Math.min(SIZE, top + WINDOW + MARGIN) - y0;
        int width = Math.min(SIZE, left + WINDOW + MARGIN) - x0;
        float[][][][] planes = new float[1][CHANNELS][1][height * width];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < height * width; i++) {
                planes[0][c][0][i] = value(c, y0 + i / width, x0 + i % width) / 255f;
            }
        }
        FeatureShape shape = FeatureShape.of(CHANNELS, height, width);
        ImportedNetwork network = OnnxModel.read(model()).forImage(shape);
        NetworkPlan plan = NetworkRun.plan(network.network(), network.weights(), shape, Precision.FLOAT64);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        NetworkRun.run(plan, new ArraySource(shape, planes), sink, TileChoice.AUTO, Monitor.NONE);
        float[] window = new float[CHANNELS * WINDOW * WINDOW];
        for (int i = 0; i < window.length; i++) {
            int y = top - y0 + i / WINDOW % WINDOW;
            int x = left - x0 + i % WINDOW;
            window[i] = sink.planes()[0][i / WINDOW / WINDOW][0][y * width + x];
        }
        return window;
    }

    /** Reads a window of the result, whose planes follow each other at the end of ImageJ's head. */
    private static float[] read(Path file, String type, int top, int left) throws IOException {
        int bytes = type.equals("float32") ? Float.BYTES : 1;
        float[] window = new float[CHANNELS * WINDOW * WINDOW];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long first = offset(file);
            byte[] row = new byte[WINDOW * bytes];
            for (int c = 0; c < CHANNELS; c++) {
                for (int y = 0; y < WINDOW; y++) {
                    in.seek(first + (((long) c * SIZE + top + y) * SIZE + left) * bytes);
                    in.readFully(row);
                    ByteBuffer values = ByteBuffer.wrap(row);
                    for (int x = 0; x < WINDOW; x++) {
                        window[(c * WINDOW + y) * WINDOW + x] =
                                bytes == 1 ? values.get(x) & 0xff : values.getFloat(x * bytes);
                    }
                }
            }
        }
        return window;
    }

    private static long offset(Path file) throws IOException {
        return new TiffDecoder(file.getParent() + "/", file.getFileName().toString()).getTiffInfo()[0].getOffset();
    }

    /** The most that was in use before a collection, in MB. */
    private static long peakHeap(Path log) throws IOException {
        Matcher sizes = Pattern.compile("(\\d+)M->\\d+M\\(").matcher(Files.readString(log));
        return sizes.results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }
}
