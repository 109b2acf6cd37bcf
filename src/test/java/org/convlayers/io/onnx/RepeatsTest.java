package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements that are repeated one by one. */
class RepeatsTest {
    @TempDir
    Path folder;

    private Tensor array(String name) throws IOException {
        return NpyFile.readAll(Files.write(folder.resolve("a.npy"), OnnxNetsTest.resource(name + ".npy")));
    }

    /** As PyTorch repeats, by {@code make_repeats.py}. */
    @Test
    void channelsAreRepeated() throws IOException {
        OnnxModel model = OnnxModel.read("repeated", OnnxNetsTest.resource("repeated.onnx"));
        Tensor expected = array("repeated_ref");
        Tensor result = ModelRun.run(model, array("repeated_in"));
        assertEquals(expected.shape(), result.shape());
        assertArrayEquals(expected.data(), result.data());
    }

    /** By ONNX's definition such a file gives another shape and mixes the values. */
    @Test
    void repetitionsThatPyTorchExportsForSizesAreRefused() throws IOException {
        OnnxModel model = OnnxModel.read("repeated", OnnxNetsTest.resource("repeated-open.onnx"));
        DamagedFileException e = assertThrows(DamagedFileException.class, () -> model.forArray(List.of(1, 2, 4, 5)));
        assertEquals(
                "repeated: node '/Reshape' (Reshape): it takes the number of repetitions, 3, for the size of an axis, as"
                        + " PyTorch exports repeat_interleave with open sizes; export it with fixed ones",
                e.getMessage());
    }

    /** A size that is copied from an axis of repetitions, which stays one, is meant so. */
    @Test
    void axesOfRepetitionsMayBeCopied() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 1, 1, 1, 2, 3)
                .initializer("repeats", ModelBuilder.wholes(1, 1, 4, 1, 1))
                .initializer("sizes", ModelBuilder.wholes(1, -1, 0, 6))
                .node("Tile", "tiled", "x", "repeats")
                .node("Reshape", "y", "tiled", "sizes")
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, new Tensor(new float[] {1, 2, 3, 4, 5, 6}, List.of(1, 1, 1, 2, 3)));
        assertEquals(List.of(1, 1, 4, 6), result.shape());
    }
}
