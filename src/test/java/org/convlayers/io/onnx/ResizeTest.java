package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and values of axes that are scaled. */
class ResizeTest {
    @TempDir
    Path folder;

    private Tensor array(String name) throws IOException {
        return NpyFile.readAll(Files.write(folder.resolve("a.npy"), OnnxNetsTest.resource("scaled/" + name + ".npy")));
    }

    /** What PyTorch makes of 10 by 20 pixels with the factors 1.3 and 0.9, by {@code make_scaled.py}. */
    @ParameterizedTest
    @ValueSource(strings = {"bilinear", "bilinear-corners", "bicubic", "bicubic-corners"})
    void factorsThatFloatsCannotHoldGiveWholeSizes(String name) throws IOException {
        Tensor expected = array(name + "_ref");
        assertEquals(List.of(1, 2, 13, 18), expected.shape());
        OnnxModel model = OnnxModel.read(name, OnnxNetsTest.resource("scaled/" + name + ".onnx"));
        Tensor result = ModelRun.run(model, array("in"));
        assertEquals(expected.shape(), result.shape());
        assertArrayEquals(expected.data(), result.data(), 1e-5f);
    }

    /** By the formula of ONNX's reference, x (n - 1) / (n scale - 1) with a scaled size that is not rounded. */
    @Test
    void cornersOfScaledSizesThatAreNotWhole() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 1, 1, 1, -1)
                .initializer("scales", ModelBuilder.reals(List.of(4L), 1, 1, 1, 1.5f))
                .node(
                        "Resize",
                        "y",
                        List.of("x", "", "scales"),
                        a -> a.text("mode", "linear").text("coordinate_transformation_mode", "align_corners"))
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, new Tensor(new float[] {0, 7, 21}, List.of(1, 1, 1, 3)));
        // n scale is 4.5: the places are 0, 4/7, 8/7 and 12/7.
        assertArrayEquals(new float[] {0, 4, 9, 17}, result.data(), 1e-5f);
    }

    /** Halves are rounded up: 5 and 7 pixels by a factor of 1/2 are 3 and 4. */
    @ParameterizedTest
    @CsvSource({"5, 3", "7, 4"})
    void sizesOfAKeptAspectRatioAreRoundedUp(int width, int expected) throws IOException {
        OnnxModel model = new ModelBuilder(18)
                .input("x", 1, 1, 4, -1)
                .initializer("sizes", ModelBuilder.wholes(2, 14))
                .node(
                        "Resize",
                        "y",
                        List.of("x", "", "", "sizes"),
                        a -> a.text("mode", "linear")
                                .text("keep_aspect_ratio_policy", "not_larger")
                                .numbers("axes", 2, 3))
                .output("y")
                .in(folder);
        assertEquals(
                List.of(1, 1, 2, expected),
                model.forArray(List.of(1, 1, 4, width)).output());
    }
}
