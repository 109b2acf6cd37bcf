package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.convlayers.PackagedJar;
import org.convlayers.io.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar with everything inside, run as users run it, without a display. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CommandLineIT {
    @TempDir
    Path folder;

    /** What a program did. */
    private record Ended(int code, String out, String err) {}

    private Process start(List<String> before, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                PackagedJar.ALL.path().toAbsolutePath().toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().remove("DISPLAY");
        return builder.start();
    }

    private Ended run(Object... arguments) throws IOException, InterruptedException {
        return end(start(List.of(), arguments));
    }

    private Ended end(Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        return new Ended(code, Files.readString(folder.resolve("stdout")), Files.readString(folder.resolve("stderr")));
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        Ended ended = run("--version");
        assertEquals(0, ended.code());
        String jar = PackagedJar.ALL.path().getFileName().toString();
        assertEquals(
                "ConvLayers " + jar.replaceAll("^ConvLayers_-|-all\\.jar$", ""),
                ended.out().strip());
    }

    @Test
    void summaryPrintsJson() throws Exception {
        Ended ended = run("summary", "--network", "Conv2d(3, 10, 3)", "--size", "128x128", "--json");
        JsonObject total = JsonParser.parseString(ended.out()).getAsJsonObject().getAsJsonObject("total");
        assertEquals(280, total.get("parameters").getAsInt());
        assertEquals("", ended.err());
    }

    /** Its files lie in the jar. */
    @Test
    void examplesAreInTheJar() throws Exception {
        Ended ended = run("export", "--network", "example:2x-s", "--size", "32x32", "-o", "net");
        assertEquals(0, ended.code(), ended.err());
        for (String file : List.of("model.json", "network.txt", "weights.safetensors", "network.py")) {
            assertTrue(Files.size(folder.resolve("net").resolve(file)) > 0, file);
        }
    }

    @Test
    void receptiveFieldWritesItsMask() throws Exception {
        Ended ended = run(
                "receptive-field",
                "--network=Conv2d(1, 1, 3)",
                "--size=5x6",
                "--at=0,1",
                "--mask",
                "mask.npy",
                "--json");
        assertEquals(0, ended.code());
        assertEquals(
                9,
                JsonParser.parseString(ended.out())
                        .getAsJsonObject()
                        .get("pixels")
                        .getAsInt());
        assertEquals(List.of(5, 6), NpyFile.readAll(folder.resolve("mask.npy")).shape());
    }

    @Test
    void arithmeticIsDrawnWithoutADisplay() throws Exception {
        for (String out : List.of("out.gif", "out.png", "out.tif")) {
            Ended ended = run("arithmetic", "--size", "4x4", "--padding", "0", "-o", out);
            assertEquals(0, ended.code(), ended.err());
            assertTrue(ended.err().startsWith(out + ": 4 frames of "), ended.err());
            assertEquals("", ended.out());
            assertTrue(Files.size(folder.resolve(out)) > 20_000);
        }
    }

    @Test
    void applyWritesBothFormats() throws Exception {
        ArrayFiles.random(folder.resolve("in.npy"), 1, 3, 40, 50);
        for (String out : List.of("out.tif", "out.npy")) {
            Ended ended = run("apply", "--network", "Conv2d(3, 4, 3)", "in.npy", "-o", out);
            assertEquals(0, ended.code(), ended.err());
            assertEquals("", ended.out());
            assertTrue(Files.size(folder.resolve(out)) > 4 * 38 * 48 * Float.BYTES);
        }
        Ended again = run("apply", "--network", "Conv2d(4, 1, 3)", "out.tif", "-o", "again.npy");
        assertEquals(0, again.code(), again.err());
        assertEquals(
                List.of(1, 36, 46), NpyFile.readAll(folder.resolve("again.npy")).shape());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "summary --network ReLU() --size 4x4 --frobnicate",
                "summary --network Conv2d(3 --size 4x4",
                "apply --network Conv2d(3,4,5) small.npy -o out.npy",
                "apply --network ReLU() small.npy -o small.npy",
                "apply --network ReLU() small.npy -o out.xyz"
            })
    void wrongUsageIsOneLine(String arguments) throws Exception {
        ArrayFiles.random(folder.resolve("small.npy"), 1, 3, 4, 4);
        assertOneLine(2, run((Object[]) arguments.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"damaged.npy", "damaged.tif", "damaged.png", "damaged.jpg", "damaged.zip", "missing.tif"})
    void unreadableInputIsOneLine(String name) throws Exception {
        if (name.startsWith("damaged")) {
            Files.write(folder.resolve(name), new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 1, 2, 3});
        }
        assertOneLine(1, run("apply", "--network", "ReLU()", name, "-o", "out.npy"));
        assertFalse(Files.exists(folder.resolve("out.npy")));
    }

    @Test
    void tooLittleMemoryIsOneLine() throws Exception {
        Ended ended = run("summary", "--network", "Conv2d(6000, 6000, 3)", "--size", "9x9");
        assertOneLine(1, ended);
        assertTrue(ended.err().contains("not enough memory: 512 MB"), ended.err());
    }

    private static void assertOneLine(int code, Ended ended) {
        assertEquals("", ended.out());
        assertTrue(ended.err().startsWith("error: "), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertEquals(code, ended.code(), ended.err());
    }

    /** {@code env} undoes that a shell without job control has its background programs ignore the signal. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void interruptedWorkLeavesNothing() throws Exception {
        ArrayFiles.random(folder.resolve("in.npy"), 1, 8, 512, 512);
        Process process = start(
                List.of("env", "--default-signal=INT"),
                "apply",
                "--network",
                "Conv2d(8, 64, 31)",
                "--precision=float64",
                "in.npy",
                "-o",
                "out.npy");
        while (partial().isEmpty()) {
            assertTrue(process.isAlive(), () -> "it ended early");
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertEquals(130, end(process).code());
        assertEquals(List.of(), partial());
        assertFalse(Files.exists(folder.resolve("out.npy")));
    }

    private List<Path> partial() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }
}
