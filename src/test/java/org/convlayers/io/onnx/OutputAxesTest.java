package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs of images are feature maps that lie on the image, wherever a model has their channels. */
class OutputAxesTest {
    /** Values 0, 1, … as (2, 2, 3). */
    private static final FeatureShape SMALL = FeatureShape.of(2, 2, 3);

    @TempDir
    private Path folder;

    private Tensor array(String name) throws IOException {
        return NpyFile.readAll(Files.write(folder.resolve("a.npy"), OnnxNetsTest.resource("axes/" + name + ".npy")));
    }

    private static Tensor run(ImportedNetwork imported, Tensor image) {
        return ModelRun.run(imported, image, Precision.FLOAT32, TileChoice.AUTO);
    }

    /** What PyTorch makes of an image, as {@code make_axes.py} brings it to (C, H, W). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels",
                "mask",
                "plane",
                "mean",
                "rows",
                "to-last",
                "of-last",
                "of-last-labels",
                "exchanged",
                "one-item",
                "shuffled",
                "anchors",
                "u-net",
                "pyramid",
                "tokens",
                "windows"
            })
    void mapsOfNetworksOfPyTorchLieOnTheImage(String name) throws IOException {
        OnnxModel model = OnnxModel.read(name + ".onnx", OnnxNetsTest.resource("axes/" + name + ".onnx"));
        Tensor image = array("in");
        ImportedNetwork imported = model.forImage(
                FeatureShape.of(3, image.shape().get(1), image.shape().get(2)));
        assertEquals(List.of(), imported.remarks());
        Tensor expected = array(name + "_ref");
        Tensor result = run(imported, image);
        List<Integer> shape = new ArrayList<>(List.of(1));
        shape.addAll(expected.shape());
        assertEquals(shape, result.shape());
        assertEquals(expected.shape(), NetworkAssembly.sizes(imported.network().outputShape(imported.input())));
        assertArrayEquals(expected.data(), result.data(), 1e-4f);
    }

    private static long[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToLong(Long::parseLong).toArray();
    }

    private static ImportedNetwork ofSmall(ModelBuilder builder) throws IOException {
        return OnnxModel.read("model.onnx", builder.output("y").bytes()).forImage(SMALL);
    }

    private static float[] values(ImportedNetwork imported) {
        float[] counted = new float[(int) SMALL.elements()];
        IntStream.range(0, counted.length).forEach(i -> counted[i] = i);
        return run(imported, new Tensor(counted, List.of(1, 2, 2, 3))).data();
    }

    private static FeatureShape shape(ImportedNetwork imported) {
        return imported.network().outputShape(SMALL);
    }

    /** The largest of two channels of increasing values is always the second; its place is one map. */
    @Test
    void outputsWithoutChannelsAreOneMap() throws IOException {
        ModelBuilder builder = new ModelBuilder(13)
                .input("x", 1, 2, -1, -1)
                .node("ArgMax", "y", List.of("x"), a -> a.number("axis", 1).number("keepdims", 0));
        ImportedNetwork imported = ofSmall(builder);
        assertEquals(FeatureShape.of(1, 2, 3), shape(imported));
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, values(imported));
    }

    /** An array stays the array that it is, but as an image it is one map. */
    @Test
    void arraysKeepTheirShape() throws IOException {
        OnnxModel model = OnnxModel.read("labels.onnx", OnnxNetsTest.resource("axes/labels.onnx"));
        ImportedNetwork imported = model.forArray(List.of(1, 3, 8, 12));
        assertEquals(List.of(1, 8, 12), imported.output());
        assertEquals(FeatureShape.of(1, 8, 12), imported.network().outputShape(imported.input()));
        model = OnnxModel.read("to-last.onnx", OnnxNetsTest.resource("axes/to-last.onnx"));
        assertEquals(List.of(1, 8, 12, 4), model.forArray(List.of(1, 3, 8, 12)).output());
    }

    /** Where results are images, outputs of arrays lie on them too, for every item. */
    @Test
    void arraysMayGiveImages() throws IOException {
        OnnxModel model = OnnxModel.read("to-last.onnx", OnnxNetsTest.resource("axes/to-last.onnx"));
        ImportedNetwork imported =
                model.forArray(ArrayInput.of(List.of(2, 3, 8, 12)).givingImages());
        assertEquals(List.of(2, 4, 8, 12), imported.output());
        assertEquals(FeatureShape.of(4, 8, 12), imported.network().outputShape(imported.input()));
    }

    /** Channels that are split in two axes are joined, also where an image of one pixel leaves no place. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "2, 3"})
    void splitChannelsAreJoinedWhateverTheSize(int height, int width) throws IOException {
        OnnxModel model = OnnxModel.read(
                "model.onnx",
                new ModelBuilder(13)
                        .input("x", 1, 6, -1, -1)
                        .initializer("sizes", ModelBuilder.wholes(1, 2, 3, height, width))
                        .node("Reshape", "r", "x", "sizes")
                        .node("Transpose", "y", List.of("r"), a -> a.numbers("perm", 0, 1, 3, 4, 2))
                        .output("y")
                        .bytes());
        FeatureShape image = FeatureShape.of(6, height, width);
        ImportedNetwork imported = model.forImage(image);
        assertEquals(image, imported.network().outputShape(image));
    }

    /** Every value stands where it stood in the image. */
    @ParameterizedTest
    @ValueSource(strings = {"0,2,3,1", "0,3,1,2", "0,1,3,2", "0,3,2,1", "1,2,0,3"})
    void transposedOutputsAreTurnedBack(String order) throws IOException {
        long[] axes = numbers(order);
        ImportedNetwork imported = ofSmall(new ModelBuilder(13)
                .input("x", 1, 2, 2, 3)
                .node("Transpose", "y", List.of("x"), a -> a.numbers("perm", axes)));
        assertEquals(SMALL, shape(imported));
        assertEquals(List.of(), imported.remarks());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, values(imported));
    }

    /** The axes of a reshaped array may belong to several axes of the image: said, and shown as they come. */
    @ParameterizedTest
    @CsvSource({"'1,12', 12x1x1", "'1,2,6', 2x1x6", "'1,6,2', 6x1x2", "'1,3,2,2', 3x2x2"})
    void outputsThatMixChannelsAndPlacesAreNamed(String sizes, String shown) throws IOException {
        ImportedNetwork imported = ofSmall(new ModelBuilder(13)
                .input("x", 1, 2, 2, 3)
                .initializer("sizes", ModelBuilder.wholes(numbers(sizes)))
                .node("Reshape", "y", "x", "sizes"));
        assertEquals(shown, shape(imported).toString());
        String dims = sizes.substring(2).replace(",", ", ");
        assertEquals(
                List.of("output 'y', an array of shape [" + dims
                        + "] for each item, mixes channels and places of the image: shown as " + shown
                        + ", its first axis as the channels"),
                imported.remarks());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, values(imported));
    }

    /** Numbers about the whole image lie nowhere on it: decoders make maps of them. */
    @Test
    void whatIsComputedFromTheWholeImageHasItsFirstAxisAsChannels() throws IOException {
        ModelBuilder builder = new ModelBuilder(13)
                .input("x", 1, 2, 2, 3)
                .initializer("w", ModelBuilder.reals(List.of(12L, 8L), new float[96]))
                .initializer("sizes", ModelBuilder.wholes(1, 2, 2, 2))
                .node("Flatten", "f", "x")
                .node("MatMul", "m", "f", "w")
                .node("Reshape", "y", "m", "sizes");
        ImportedNetwork imported = ofSmall(builder);
        assertEquals(FeatureShape.of(2, 2, 2), shape(imported));
        assertEquals(List.of(), imported.remarks());
    }
}
