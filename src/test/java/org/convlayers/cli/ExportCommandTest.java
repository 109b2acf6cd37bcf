package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void anEmptyNameIsRefused() {
        CommandRun.of("export", "--network", "ReLU()", "-o", "")
                .failsWith(2, "'' is no name of a file or folder; write a .py, .safetensors or .txt, or a folder");
    }

    @Test
    void exportedNetworkGivesTheSameResult() throws IOException {
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 2, 12, 14);
        String layers = "Conv2d(2, 4, 3, padding='1:0x0:2'); ReLU(); ConvTranspose2d(4, 1, 2, 2)";
        Path first = folder.resolve("a.npy");
        CommandRun.of("apply", "--network", layers, "--seed", 3, in, "-o", first)
                .succeeds();
        Path shared = folder.resolve("shared");
        String told = CommandRun.of("export", "--network", layers, "--seed", 3, "-o", shared)
                .succeeds()
                .err();
        assertEquals(4, told.lines().count());
        Path second = folder.resolve("b.npy");
        CommandRun.of("apply", "--network", shared, in, "-o", second).succeeds();
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void inputScalingOfTheFolderMayBeGiven() throws IOException {
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 1, 6, 6);
        Path shared = folder.resolve("shared");
        CommandRun.of("export", "--network", "Conv2d(1, 1, 1)", "--input", "x*2", "-o", shared)
                .succeeds();
        Path byItself = folder.resolve("a.npy");
        CommandRun.of("apply", "--network", shared, in, "-o", byItself).succeeds();
        Path given = folder.resolve("b.npy");
        CommandRun.of("apply", "--network", "Conv2d(1, 1, 1)", "--input", "x*2", in, "-o", given)
                .succeeds();
        assertEquals(-1, Files.mismatch(byItself, given));
    }

    @Test
    void networksOfOnnxFilesNeedTheSizeOfTheirInput() {
        Path out = folder.resolve("out");
        CommandRun.of("export", "--network", "example:restore-m", "-o", out)
                .failsWith(
                        2,
                        "--size is missing: the layers of an .onnx network follow from the size of its input, for example"
                                + " --size 512x512");
        assertFalse(Files.exists(out));
        CommandRun.of("export", "--network", "example:restore-m", "--size", "64x48", "-o", out)
                .succeeds();
        CommandRun.of("summary", "--network", out, "--size", "64x48").succeeds();
    }

    /** One row is wanting, and what it adds is the last row of the result. */
    @Test
    void layersAreFittedToTheSizeOfTheirInput() throws IOException {
        Path text = folder.resolve("net.txt");
        String layers = "MaxPool2d(2); Upsample(scale_factor=2); (a): Conv2d(1, 1, 1, bias=False);"
                + " Add(inputs=('input', 'a'))";
        CommandRun run = CommandRun.of("export", "--network", layers, "--size", "5x4", "-o", text);
        assertTrue(run.succeeds().err().contains("padded to 6 x 4 (reflected at the end)"), run.err());
        assertEquals(
                "(pad): ReflectionPad2d((0, 0, 0, 1))",
                Files.readString(text).lines().findFirst().orElseThrow());
        Path shared = folder.resolve("shared");
        CommandRun.of("export", "--network", layers, "--size", "5x4", "-o", shared)
                .succeeds();
        Path in = ArrayFiles.random(folder.resolve("in.npy"), 1, 1, 5, 4);
        Path first = folder.resolve("a.npy");
        CommandRun.of("apply", "--network", layers, in, "-o", first).succeeds();
        Path second = folder.resolve("b.npy");
        CommandRun.of("apply", "--network", shared, in, "-o", second).succeeds();
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void sizesThatLayersDoNotTakeAreRefused() {
        Path out = folder.resolve("net.txt");
        CommandRun run = CommandRun.of("export", "--network", "Conv2d(3,4,3)", "--size", "1x5x5", "-o", out);
        assertEquals(2, run.code());
        assertTrue(run.err().contains("to have 3 channels, but got 1 channels instead"), run.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void scalingOfOtherChannelsIsRefused() throws IOException {
        Path shared = folder.resolve("shared");
        CommandRun.of("export", "--network", "Conv2d(3,4,3)", "--input", "mean=[1,2]", "-o", shared)
                .failsWith(2, "input: mean=[1.0, 2.0] has 2 numbers for 3 channels");
        assertFalse(Files.exists(shared));
        CommandRun.of("export", "--network", "Conv2d(3,4,3)", "-o", shared).succeeds();
        Path card = shared.resolve("model.json");
        Files.writeString(card, "{\"input\": \"std=[1,2]\"}");
        CommandRun.of("apply", "--network", shared, "in.npy", "-o", folder.resolve("out.npy"))
                .failsWith(1, card + ": input: std=[1.0, 2.0] has 2 numbers for 3 channels");
    }

    @Test
    void placesThatAreNoneAreNamed() throws IOException {
        Path lost = folder.resolve("none").resolve("net");
        CommandRun.of("export", "--network", "ReLU()", "-o", lost)
                .failsWith(
                        1, "there is no folder '" + folder.resolve("none") + "' to make the folder '" + lost + "' in");
        Path file = Files.createFile(folder.resolve("plain"));
        CommandRun.of("export", "--network", "ReLU()", "-o", file)
                .failsWith(
                        1,
                        "'" + file + "' is a file; a name without an ending is that of a folder, and files end in .py,"
                                + " .safetensors or .txt");
        assertEquals(0, Files.size(file));
    }

    @Test
    void unknownEndingIsWrongUsage() {
        CommandRun.of("export", "--network", "Conv2d(1, 1, 1)", "-o", "net.pth")
                .failsWith(
                        2,
                        "'net.pth' has an unknown ending; allowed are .py (PyTorch, with the weights beside it),"
                                + " .safetensors (weights), .txt (layers as text), and a name without an ending or with / behind it"
                                + " (a folder with all of them)");
    }

    @Test
    void aNameWithASeparatorBehindItIsAFolder(@TempDir Path folder) {
        Path target = folder.resolve("net-1.0");
        CommandRun.of("export", "--network", "Conv2d(1, 1, 1)", "-o", target + "/")
                .succeeds();
        assertTrue(Files.isRegularFile(target.resolve("model.json")));
        CommandRun.of("export", "--network", "ReLU()", "-o", target).succeeds();
    }
}
