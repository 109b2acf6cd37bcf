package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.convlayers.SeveralOutputs;
import org.convlayers.io.npy.NpyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of networks that have more than one output. */
class SeveralOutputsTest {
    private static final String SIZE = "8x6";

    @TempDir
    private Path folder;

    private Path net;

    @BeforeEach
    void writeTheNetwork() throws IOException {
        net = SeveralOutputs.write(folder);
    }

    private static List<String> names(JsonArray array, String key) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(element -> element.get(key).getAsString())
                .toList();
    }

    /** 54 + 2 weights; on 6 x 4 pixels 27 products for each of 2 maps, and 2 for the sum. */
    @Test
    void summaryIsOfAllOutputs() {
        CommandRun run = CommandRun.of("summary", "--network", net, "--size", SIZE, "--json");
        JsonObject summary = run.json();
        assertEquals(
                List.of("node.maps", "node.positive", "node.sum"), names(summary.getAsJsonArray("layers"), "name"));
        JsonArray outputs = summary.getAsJsonArray("outputs");
        assertEquals(List.of("positive", "maps", "sum"), names(outputs, "name"));
        assertEquals(List.of("node.positive", "node.maps", "node.sum"), names(outputs, "layer"));
        JsonObject total = summary.getAsJsonObject("total");
        assertEquals(56, total.get("parameters").getAsInt());
        assertEquals(24 * (2 * 27 + 2), total.get("macs").getAsInt());
        assertTrue(run.err().startsWith("not computed: output 'broken'"), run.err());
    }

    @Test
    void tableNamesTheOutputs() {
        CommandRun run = CommandRun.of("summary", "--network", net, "--size", SIZE);
        String last = run.succeeds().out().lines().reduce("", (before, line) -> line);
        assertEquals("outputs: 'positive' 2x6x4, 'maps' 2x6x4, 'sum' 1x6x4", last);
    }

    @Test
    void timesAreOfAllOutputs() {
        JsonObject timing = CommandRun.of(
                        "benchmark", "--network", net, "--size", SIZE, "--rounds", 1, "--threads", 1, "--json")
                .json();
        assertEquals(List.of("node.maps", "node.positive", "node.sum"), names(timing.getAsJsonArray("layers"), "name"));
    }

    @Test
    void linesOfTheFilesNameTheOutputs() throws IOException {
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 3, 8, 6);
        Path out = folder.resolve("out.npy");
        List<String> lines = CommandRun.of("apply", "--network", net, in, "-o", out)
                .succeeds()
                .err()
                .lines()
                .toList();
        assertEquals(
                List.of(
                        out + ": output 'positive', 3x8x6 -> 2x6x4",
                        folder.resolve("out-maps.npy") + ": output 'maps', 3x8x6 -> 2x6x4",
                        folder.resolve("out-sum.npy") + ": output 'sum', 3x8x6 -> 1x6x4"),
                lines.subList(lines.size() - 3, lines.size()));
        CommandRun one = CommandRun.of("apply", "--network", net, "--show", "sum", in, "-o", out);
        assertEquals(out + ": 3x8x6 -> 1x6x4", one.report());
    }

    /** Copies that keep outputs apart are no layers of the network. */
    @Test
    void summaryOfWhatWasAppliedHasTheSameLayers() throws IOException {
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 3, 8, 6);
        CommandRun run = CommandRun.of("apply", "--network", net, "--summary", in, "-o", folder.resolve("out.npy"));
        assertFalse(run.succeeds().err().contains("shown"), run.err());
        assertTrue(
                run.err().contains("node.sum: Conv2d(2, 1, kernel_size=1, bias=False, input='node.maps')"), run.err());
    }

    @Test
    void fieldsAreThoseOfAnyLayerOrOutput() {
        for (String layer : List.of("node.sum", "sum")) {
            JsonObject field = CommandRun.of(
                            "receptive-field",
                            "--network",
                            net,
                            "--size",
                            SIZE,
                            "--at",
                            "1,2",
                            "--layer",
                            layer,
                            "--json")
                    .json();
            assertEquals("node.sum", field.get("layer").getAsString());
            assertEquals("[1,2]", field.getAsJsonObject("actual").get("min").toString());
            assertEquals("[3,4]", field.getAsJsonObject("actual").get("max").toString());
        }
        JsonObject first = CommandRun.of("receptive-field", "--network", net, "--size", SIZE, "--at", "1,2", "--json")
                .json();
        assertEquals("node.positive", first.get("layer").getAsString());
    }

    @Test
    void firstOutputIsExportedAndTheOthersAreNamed() throws IOException {
        Path out = folder.resolve("net.txt");
        CommandRun run = CommandRun.of("export", "--network", net, "--size", SIZE, "-o", out);
        assertTrue(
                run.succeeds()
                        .err()
                        .contains(
                                "the network has 3 outputs, of which this is the first, 'positive'; show chooses another"
                                        + " one: maps, sum"),
                run.err());
        assertTrue(run.err().contains("not computed: output 'broken'"), run.err());
        assertTrue(Files.readString(out).contains("ReLU()"));
    }

    /** A message of hundreds of names is none. */
    @Test
    void someOfManyLayersAreTold() throws IOException {
        Path many = Files.writeString(folder.resolve("many.txt"), "ReLU()\n".repeat(30));
        String listed = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (30 in all)";
        CommandRun.of("receptive-field", "--network", many, "--size", SIZE, "--at", "1,2", "--layer", "last")
                .failsWith(2, "there is no layer 'last'; the layers are [" + listed + "]");
        CommandRun.of("export", "--network", many, "--show", "last", "-o", folder.resolve("c"))
                .failsWith(
                        2,
                        "show=last: there is no layer or output of this name; the outputs are 29, the layers "
                                + listed);
    }

    @Test
    void whatIsNotComputedIsTold() {
        String why = net + ": operators that are not supported: node 'node/broken' (Unheard)";
        CommandRun.of("export", "--network", net, "--size", SIZE, "--show", "broken", "-o", folder.resolve("c"))
                .failsWith(2, "show=broken: this output is not computed: " + why);
        CommandRun.of("receptive-field", "--network", net, "--size", SIZE, "--at", "1,2", "--layer", "node.broken")
                .failsWith(2, "'node.broken': this layer is not computed: " + why);
    }

    @Test
    void otherOutputsAreExportedByTheirNames() throws IOException {
        Path shared = folder.resolve("shared");
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 3, 8, 6);
        CommandRun.of("export", "--network", net, "--size", SIZE, "--show", "sum", "-o", shared)
                .succeeds();
        Path byItself = folder.resolve("a.npy");
        CommandRun.of("apply", "--network", shared, in, "-o", byItself).succeeds();
        Path chosen = folder.resolve("b.npy");
        CommandRun.of("apply", "--network", net, "--show", "sum", in, "-o", chosen)
                .succeeds();
        assertEquals(List.of(1, 6, 4), NpyFile.readAll(byItself).shape());
        assertEquals(-1, Files.mismatch(byItself, chosen));
        CommandRun.of("export", "--network", net, "--size", SIZE, "--show", "mean", "-o", folder.resolve("c"))
                .failsWith(
                        2,
                        "show=mean: there is no layer or output of this name; the outputs are positive, maps, sum, the"
                                + " layers node.maps, node.positive, node.sum");
        CommandRun.of("apply", "--network", net, "--show", "mean", in, "-o", folder.resolve("d.npy"))
                .failsWith(
                        2,
                        "show=mean: there is no layer or output of this name; allowed are output, all, the outputs positive,"
                                + " maps, sum, and the layers node.maps, node.positive, node.sum");
    }
}
