package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {
    /** A standard and a separable layer of the same size: their costs are known. */
    private static final String STANDARD = "Conv2d(3, 10, 3)";

    private static final String SEPARABLE = "Conv2d(3, 3, 3, groups=3)\nReLU()\nConv2d(3, 10, 1)";

    @Test
    void costsOfAStandardLayer() {
        JsonObject summary = CommandRun.of("summary", "--network", STANDARD, "--size", "128x128", "--json")
                .json();
        assertEquals("[3,128,128]", summary.get("input").toString());
        JsonObject layer = summary.getAsJsonArray("layers").get(0).getAsJsonObject();
        assertEquals("0", layer.get("name").getAsString());
        assertEquals("Conv2d(3, 10, kernel_size=3)", layer.get("text").getAsString());
        assertEquals("[10,126,126]", layer.get("output").toString());
        assertEquals(280, layer.get("parameters").getAsLong());
        assertEquals(4_286_520, layer.get("macs").getAsLong());
        assertEquals("[3,3]", layer.get("field").toString());
        assertEquals("[1,1]", layer.get("stride").toString());
        assertTrue(layer.get("algorithm").getAsString().startsWith("direct"), layer.toString());
        assertEquals("[3,3]", layer.get("kernel").toString());
        assertEquals(8_573_040, layer.get("flops").getAsLong());
        assertEquals(4 * 10 * 126 * 126, layer.get("bytes").getAsLong());
        assertEquals(4 * (3 * 128 * 128 + 10 * 126 * 126), layer.get("memory").getAsLong());
        assertTrue(layer.get("ms").isJsonNull() && layer.get("gflops").isJsonNull(), layer.toString());
        assertEquals(
                "{\"parameters\":280,\"macs\":4286520,\"flops\":8573040,\"bytes\":635040,\"memory\":831648}",
                summary.get("total").toString());
        assertEquals(
                "[{\"layers\":[\"0\"],\"standard\":{\"parameters\":280,\"macs\":4286520},"
                        + "\"separable\":{\"parameters\":70,\"macs\":904932},\"ratio\":0.2111111111111111}]",
                summary.get("separable").toString());
    }

    @Test
    void costsOfASeparableLayerFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("separable.txt"), SEPARABLE);
        JsonObject total = CommandRun.of("summary", "--network", file, "--size", "3x128x128", "--json")
                .json()
                .getAsJsonObject("total");
        assertEquals(30 + 40, total.get("parameters").getAsLong());
        assertEquals(428_652 + 476_280, total.get("macs").getAsLong());
    }

    /** Fields that are the whole image do not move; constants have none, and are no parameters. */
    @Test
    void whatDoesNotMoveOrSeeHasNoNumberForIt() {
        String table = CommandRun.of(
                        "summary",
                        "--network",
                        "(in): InstanceNorm2d(2); (c): Constant((2, 8, 8)); Add(inputs=('in', 'c'))",
                        "--size",
                        "2x8x8")
                .succeeds()
                .out();
        assertTrue(table.contains(" 8x8         -"), table);
        assertTrue(table.lines().anyMatch(line -> line.startsWith("c ") && line.endsWith(" -           -")), table);
        assertTrue(table.lines().anyMatch(line -> line.matches("total +0 +0 .*")), table);
    }

    @Test
    void tableHasALineForEachLayer() {
        List<String> lines = CommandRun.of("summary", "--network", SEPARABLE, "--size", "128x128")
                .succeeds()
                .out()
                .lines()
                .toList();
        assertTrue(
                lines.get(0)
                        .matches("name +layer +kernel +output +parameters +MACs +FLOPs +bytes +memory +field +stride"),
                lines.get(0));
        assertTrue(
                lines.get(1).matches("0 +Conv2d +3x3 +3x126x126 +30 +428,652 +857k +191k +387k +3x3 +1x1"),
                lines.get(1));
        assertTrue(lines.get(4).matches("total +70 +904,932 +1\\.81M +1\\.02M +826k"), lines.get(4));
        assertTrue(lines.containsAll(List.of("1: ReLU()", "    fused into '0'")), lines.toString());
        assertTrue(
                lines.get(lines.size() - 1).matches("0, 2 +4,286,520 +280 +904,932 +70 +0\\.2111"), lines.toString());
        lines.forEach(line -> assertTrue(line.length() <= 110, line));
    }

    @Test
    void timesOfEachLayer() {
        JsonArray layers = CommandRun.of(
                        "summary", "--network", SEPARABLE, "--size", "128x128", "--time", "--threads", 1, "--json")
                .json()
                .getAsJsonArray("layers");
        for (int i : new int[] {0, 2}) {
            JsonObject layer = layers.get(i).getAsJsonObject();
            double millis = layer.get("ms").getAsDouble();
            assertTrue(millis > 0 && millis < 1000, layer.toString());
            assertEquals(
                    layer.get("flops").getAsLong() / millis / 1e6,
                    layer.get("gflops").getAsDouble(),
                    1e-9);
        }
        assertTrue(layers.get(1).getAsJsonObject().get("ms").isJsonNull(), "the activation is part of layer 0");
    }

    @Test
    void networksThatDoNotFitAreRefused() {
        CommandRun.of("summary", "--network", STANDARD, "--size", "4x8x8")
                .failsWith(
                        2,
                        "layer '0': Given groups=1, weight of size [10, 3, 3, 3], expected input[1, 4, 8, 8] to have 3"
                                + " channels, but got 4 channels instead");
        CommandRun.of("summary", "--network", STANDARD, "--size", "2x2")
                .failsWith(
                        2,
                        "layer '0': Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel"
                                + " size can't be greater than actual input size");
    }

    @Test
    void manyLayersTakeTimeInProportion() {
        String deep = String.join(";", Collections.nCopies(6000, "ReLU()"));
        List<String> lines = assertTimeout(
                Duration.ofSeconds(20),
                () -> CommandRun.of("summary", "--network", deep, "--size", "8x8")
                        .succeeds()
                        .out()
                        .lines()
                        .toList());
        assertEquals(6002 + 1 + 2 * 6000, lines.size());
    }

    @Test
    void adviceOnFieldsIsSaidOnStandardError() {
        String stack = "Conv2d(1, 1, 3, padding=same, dilation=2);".repeat(3);
        CommandRun run =
                CommandRun.of("summary", "--network", stack, "--size", "30x30").succeeds();
        assertEquals(
                List.of(
                        "The field of the last layer, 13 pixels, reaches across an image of 30 with 9 more layers of kernel"
                                + " 3, or 1 with dilation 9.",
                        "Layer '2' sees 49 of the 169 pixels of its field; the others are holes.",
                        "In place of dilations 2, 2, 2, dilations 1, 2, 3 leave no holes."),
                run.err().lines().toList());
        assertEquals(
                "",
                CommandRun.of("summary", "--network", stack, "--size", "30x30", "--json")
                        .err());
    }

    /** Tables for all pixels of a row would need more than an array holds. */
    @Test
    void largeImagesNeedNoMemory() {
        JsonObject summary = CommandRun.of(
                        "summary",
                        "--network",
                        "Upsample(scale_factor=2, mode='bilinear')",
                        "--size",
                        "1x999999999",
                        "--json")
                .json();
        JsonObject layer = summary.getAsJsonArray("layers").get(0).getAsJsonObject();
        assertEquals("[1,2,1999999998]", layer.get("output").toString());
    }
}
