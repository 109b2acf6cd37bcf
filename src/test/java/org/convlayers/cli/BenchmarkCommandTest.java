package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkCommandTest {
    private static final String NETWORK = "Conv2d(2, 4, 3); ReLU()";

    @Test
    void jsonHasTheTimesOfTheWholeNetwork() {
        JsonObject timing = CommandRun.of(
                        "benchmark", "--network", NETWORK, "--size", "20x30", "--threads", 2, "--rounds", 3, "--json")
                .json();
        assertEquals(Set.of("median_ms", "min_ms", "first_ms", "threads", "algorithms", "layers"), timing.keySet());
        double min = timing.get("min_ms").getAsDouble();
        assertTrue(min > 0 && timing.get("median_ms").getAsDouble() >= min, timing::toString);
        assertTrue(timing.get("first_ms").getAsDouble() > 0, timing::toString);
        assertEquals(2, timing.get("threads").getAsInt());
        JsonObject layer = timing.getAsJsonArray("layers").get(0).getAsJsonObject();
        assertEquals(Set.of("name", "text", "macs", "ms", "gflops", "algorithm"), layer.keySet());
        assertTrue(layer.get("ms").getAsDouble() > 0 && layer.get("gflops").getAsDouble() > 0, layer::toString);
        assertEquals(2, timing.getAsJsonArray("algorithms").size());
        assertEquals(
                "fused into '0'", timing.getAsJsonArray("algorithms").get(1).getAsString());
    }

    @Test
    void withoutJsonItIsATable() {
        List<String> lines = CommandRun.of("benchmark", "--network", NETWORK, "--size", "2x20x30", "--rounds", 1)
                .succeeds()
                .out()
                .lines()
                .toList();
        assertTrue(lines.get(3).matches("name +layer .* ms +GFLOP/s"), lines.toString());
        assertTrue(
                lines.get(0).matches("name +layers +input +threads +median ms +min ms +first ms +algorithms"),
                lines.get(0));
        assertTrue(
                lines.get(1)
                        .matches(
                                " +Conv2d\\(2, 4, kernel_size=3\\); ReLU\\(\\) +2x20x30 +\\d+( +\\d+\\.\\d\\d){3} +.*"),
                lines.get(1));
    }

    /** With its algorithms, a network of many layers makes a line of many screens. */
    @Test
    void longNetworksAreShortened(@TempDir Path folder) throws IOException {
        String text = "ReLU()\n".repeat(30);
        String shown = "ReLU(); ".repeat(7) + "ReL…";
        assertEquals(shown, layers(text));
        Path file = Files.writeString(folder.resolve("thirty.txt"), text);
        assertEquals("thirty.txt", layers(file.toString()));
    }

    private static String layers(String network) {
        String line = CommandRun.of("benchmark", "--network", network, "--size", "2x3", "--rounds", 1)
                .succeeds()
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertTrue(line.length() < 200, line);
        return line.strip().split("  +", -1)[0];
    }

    @Test
    void networksThatDoNotFitAreRefused() {
        CommandRun.of("benchmark", "--network", "Conv2d(3, 10, 3)", "--size", "4x8x8")
                .failsWith(
                        2,
                        "layer '0': Given groups=1, weight of size [10, 3, 3, 3], expected input[1, 4, 8, 8] to have 3"
                                + " channels, but got 4 channels instead");
    }
}
