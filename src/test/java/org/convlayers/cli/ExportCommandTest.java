package org.convlayers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    private Path folder;

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

    @Test
    void unknownEndingIsWrongUsage() {
        CommandRun.of("export", "--network", "Conv2d(1, 1, 1)", "-o", "net.pth")
                .failsWith(
                        2,
                        "'net.pth' has an unknown ending; allowed are .py (PyTorch, with the weights beside it),"
                                + " .safetensors (weights), .txt (layers as text), and a name without an ending (a folder"
                                + " with all of them)");
    }
}
