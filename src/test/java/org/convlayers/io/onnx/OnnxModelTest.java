package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.convlayers.app.NetworkRun;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Elementwise;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {
    @TempDir
    Path folder;

    private static Tensor counted(Integer... shape) {
        int count = List.of(shape).stream().reduce(1, (a, b) -> a * b);
        float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = i);
        return new Tensor(values, List.of(shape));
    }

    private static String layers(ImportedNetwork imported) {
        return imported.network().nodes().stream()
                .map(node -> node.name() + ":" + node.layer().getClass().getSimpleName())
                .toList()
                .toString();
    }

    private static ModelBuilder doubling(long... sizes) {
        return new ModelBuilder(13).input("x", sizes).node("Add", "y", "x", "x").output("y");
    }

    private String fault(ModelBuilder model) {
        String message =
                assertThrows(DamagedFileException.class, () -> model.in(folder)).getMessage();
        String file = folder.resolve("made.onnx") + ": ";
        assertTrue(message.startsWith(file), message);
        return message.substring(file.length());
    }

    private String misfit(ModelBuilder model, Integer... shape) {
        String message = assertThrows(Exception.class, () -> model.in(folder).forArray(List.of(shape)))
                .getMessage();
        String file = folder.resolve("made.onnx") + ": ";
        assertTrue(message.startsWith(file), message);
        return message.substring(file.length());
    }

    /**
     * The channels are the last axis if its size is a number and those before it are open, or larger and the model begins by
     * moving the channels.
     */
    @ParameterizedTest
    @CsvSource({
        "'-1,-1,-1,3', '', 3", "'1,-1,-1,5', '', 5", "'1,64,48,3', '0,3,1,2', 3", "'1,64,48,3', '0,2,3,1', 64",
        "'1,64,48,3', '', 64", "'1,3,64,48', '0,3,1,2', 3", "'-1,3,-1,-1', '', 3", "'1,-1,64,48', '', -1",
        "'-1,-1,-1,-1', '', -1", "'1,9,64,48,2', '0,4,1,2,3', 2", "'1,2,9,64,48', '', 2"
    })
    void channelsAreFirstOrLast(String sizes, String order, int channels) throws IOException {
        ModelBuilder builder = new ModelBuilder(13).input("x", numbers(sizes));
        if (order.isEmpty()) {
            builder.node("Relu", "y", "x");
        } else {
            builder.node("Transpose", "y", List.of("x"), attributes -> attributes.numbers("perm", numbers(order)));
        }
        OptionalInt expected = channels < 0 ? OptionalInt.empty() : OptionalInt.of(channels);
        assertEquals(
                expected,
                OnnxModel.read("model.onnx", builder.output("y").bytes()).inputChannels());
    }

    private static long[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void convolutionsBecomeLayersWithTheirWeights() throws IOException {
        OnnxModel model = new ModelBuilder(11)
                .input("x", -1, 1, -1, -1)
                .initializer("w", ModelBuilder.reals(List.of(2L, 1L, 1L, 2L), 1, 2, 3, 4))
                .initializer("b", ModelBuilder.reals(List.of(2L), 100, 200))
                .node("Conv", "/block/conv", List.of("x", "w", "b"), a -> a.numbers("pads", 0, 1, 0, 0))
                .node("Relu", "y", "/block/conv")
                .output("y")
                .in(folder);
        assertEquals(OptionalInt.of(1), model.inputChannels());
        assertEquals(2, model.rank());
        assertEquals(11, model.opset());
        ImportedNetwork imported = model.forImage(FeatureShape.of(1, 1, 3));
        assertEquals("[node.block.conv:Convolution, node.y:Activation]", layers(imported));
        assertEquals(
                List.of(2, 1, 1, 2),
                imported.weights().get("node.block.conv.weight").shape());
        Tensor result = ModelRun.run(model, new Tensor(new float[] {1, 10, 100}, List.of(1, 1, 1, 3)));
        assertEquals(List.of(1, 2, 1, 3), result.shape());
        assertArrayEquals(new float[] {102, 121, 310, 204, 243, 630}, result.data());
    }

    @Test
    void aBatchAxisMayBeLeftOutWhereTheModelTakesOneOrAny() throws IOException {
        for (long declared : new long[] {1, -1}) {
            OnnxModel model = doubling(declared, 1, -1, -1).in(folder);
            assertEquals(List.of(1, 2, 2), ModelRun.run(model, counted(1, 2, 2)).shape());
            assertEquals(
                    List.of(1, 1, 2, 2),
                    ModelRun.run(model, counted(1, 1, 2, 2)).shape());
            Tensor three = ModelRun.run(model, counted(3, 1, 1, 2));
            assertEquals(List.of(3, 1, 1, 2), three.shape());
            assertArrayEquals(new float[] {0, 2, 4, 6, 8, 10}, three.data());
        }
        assertEquals(
                "the network takes [2, 1, ?, ?], but got an array of shape [1, 2, 2]",
                misfit(doubling(2, 1, -1, -1), 1, 2, 2));
        assertEquals(
                "the network takes [?, 3, ?, ?], but got an array of shape [1, 1, 2, 2]",
                misfit(doubling(-1, 3, -1, -1), 1, 1, 2, 2));
    }

    @Test
    void arraysOfAnyRankAreTaken() throws IOException {
        assertArrayEquals(
                new float[] {0, 2, 4, 6, 8, 10},
                ModelRun.run(doubling(6).in(folder), counted(6)).data());
        assertEquals(
                List.of(),
                ModelRun.run(doubling().in(folder), new Tensor(new float[] {1}, List.of()))
                        .shape());
        Integer[] large = {2, 1, 3, 1, 2, 2, 1};
        assertEquals(
                List.of(large),
                ModelRun.run(doubling(2, 1, 3, 1, 2, 2, 1).in(folder), counted(large))
                        .shape());
    }

    /** What mixes the items of a batch is computed on all of them at once. */
    @Test
    void transposedBatchesAreOneItem() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 2, 3)
                .node("Transpose", "y", "x")
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, counted(2, 3));
        assertEquals(List.of(3, 2), result.shape());
        assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, result.data());
    }

    /** The size of the result is computed from that of the input, as exporters write it. */
    @Test
    void shapeArithmeticFollowsTheInput() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", -1, 2, -1, -1)
                .node("Shape", "shape", "x")
                .initializer("first", ModelBuilder.wholes(0))
                .initializer("all", ModelBuilder.wholes(-1))
                .node("Gather", "n", List.of("shape", "first"), a -> a.number("axis", 0))
                .node("Concat", "target", List.of("n", "all"), a -> a.number("axis", 0))
                .node("Reshape", "y", "x", "target")
                .output("y")
                .in(folder);
        assertEquals(List.of(1, 12), ModelRun.run(model, counted(1, 2, 2, 3)).shape());
        assertEquals(List.of(3, 8), ModelRun.run(model, counted(3, 2, 2, 2)).shape());
    }

    @Test
    void partsWithoutElementsAreLeftOut() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 1, 4)
                .initializer("two", ModelBuilder.wholes(2))
                .initializer("axis", ModelBuilder.wholes(1))
                .node("Slice", "none", "x", "two", "two", "axis")
                .node("Concat", "y", List.of("none", "x"), a -> a.number("axis", 1))
                .output("y")
                .in(folder);
        assertArrayEquals(
                new float[] {0, 1, 2, 3}, ModelRun.run(model, counted(1, 4)).data());
    }

    @Test
    void arraysWithoutElementsAreRefused() {
        assertEquals(
                "got an array of shape [0, 3, 8, 8], which has no elements",
                misfit(doubling(-1, 3, -1, -1), 0, 3, 8, 8));
    }

    @Test
    void resultsWithoutElementsAreEmptyArrays() throws IOException {
        OnnxModel model = new ModelBuilder(9)
                .input("x", 2, 4)
                .node(
                        "Slice",
                        "y",
                        List.of("x"),
                        a -> a.numbers("starts", 3).numbers("ends", 1).numbers("axes", 1))
                .output("y")
                .in(folder);
        Tensor result = ModelRun.run(model, counted(2, 4));
        assertEquals(List.of(2, 0), result.shape());
    }

    /** As PyTorch exported pixel_shuffle before DepthToSpace had its order, and as TensorFlow orders channels. */
    @Test
    void reshapedAndTransposedPixelsAreAPixelShuffle() throws IOException {
        ModelBuilder torch = new ModelBuilder(11)
                .input("x", 1, 8, 2, 3)
                .initializer("split", ModelBuilder.wholes(-1, 2, 2, 2, 2, 3))
                .initializer("joined", ModelBuilder.wholes(1, 2, 4, 6))
                .node("Reshape", "a", "x", "split")
                .node("Transpose", "b", List.of("a"), a -> a.numbers("perm", 0, 1, 4, 2, 5, 3))
                .node("Reshape", "y", "b", "joined")
                .output("y");
        Network network = torch.in(folder).forImage(FeatureShape.of(8, 2, 3)).network();
        assertEquals(
                List.of(new PixelShuffle(2)),
                network.nodes().stream().map(Network.Node::layer).toList());
        Network depthToSpace = new ModelBuilder(11)
                .input("x", 1, 8, 2, 3)
                .node("DepthToSpace", "y", List.of("x"), a -> a.number("blocksize", 2))
                .output("y")
                .in(folder)
                .forImage(FeatureShape.of(8, 2, 3))
                .network();
        List<Layer> layers =
                depthToSpace.nodes().stream().map(Network.Node::layer).toList();
        assertTrue(((Rearrangement) layers.get(0)).alongAxes().isPresent());
        assertEquals(new PixelShuffle(2), layers.get(1));
    }

    @Test
    void constantsThatBroadcastStayAsSmallAsTheyAre() throws IOException {
        ImportedNetwork imported = new ModelBuilder(13)
                .input("x", 1, 3, -1, -1)
                .initializer("scale", ModelBuilder.reals(List.of(3L, 1L, 1L), 1, 2, 3))
                .node("Mul", "y", "x", "scale")
                .output("y")
                .in(folder)
                .forImage(FeatureShape.of(3, 100, 100));
        assertEquals("[node.y.constant:Constant, node.y:Elementwise]", layers(imported));
        assertEquals(
                List.of(3, 1, 1),
                imported.weights().get("node.y.constant.value").shape());
        assertEquals(
                new Elementwise(Elementwise.Operation.MULTIPLY),
                imported.network().output().layer());
    }

    private static ModelBuilder withNumbers() {
        return new ModelBuilder(13)
                .input("x", 1, 3, -1, -1)
                .initializer("zero", ModelBuilder.reals(List.of(), 0))
                .initializer("three", ModelBuilder.reals(List.of(), 3))
                .initializer("six", ModelBuilder.reals(List.of(1L), 6))
                .initializer("sixth", ModelBuilder.reals(List.of(), 1f / 6))
                .output("y");
    }

    private ActivationFunction onlyActivation(ModelBuilder model) throws IOException {
        Network network = model.in(folder).forImage(FeatureShape.of(3, 5, 4)).network();
        assertEquals(1, network.nodes().size(), () -> network.nodes().toString());
        return ((Activation) network.output().layer()).function();
    }

    @Test
    void activationsWrittenOutAreOneLayer() throws IOException {
        for (String operator : List.of("Div", "Mul")) {
            String number = operator.equals("Div") ? "six" : "sixth";
            ModelBuilder clamped = withNumbers().node("Add", "a", "x", "three").node("Clip", "c", "a", "zero", "six");
            assertEquals(
                    ActivationFunction.HARDSWISH,
                    onlyActivation(clamped.node("Mul", "m", "x", "c").node(operator, "y", "m", number)));
            clamped = withNumbers().node("Add", "a", "three", "x").node("Clip", "c", "a", "zero", "six");
            assertEquals(ActivationFunction.HARDSIGMOID, onlyActivation(clamped.node(operator, "y", "c", number)));
            clamped = withNumbers().node("Add", "a", "x", "three").node("Clip", "c", "a", "zero", "six");
            assertEquals(
                    ActivationFunction.HARDSWISH,
                    onlyActivation(clamped.node(operator, "s", "c", number).node("Mul", "y", "s", "x")));
        }
        assertEquals(
                ActivationFunction.SILU,
                onlyActivation(withNumbers().node("Sigmoid", "s", "x").node("Mul", "y", "x", "s")));
        assertEquals(
                ActivationFunction.MISH,
                onlyActivation(withNumbers()
                        .node("Softplus", "s", "x")
                        .node("Tanh", "t", "s")
                        .node("Mul", "y", "t", "x")));
    }

    @Test
    void gatesOfOtherMapsAndOtherNumbersAreNoActivations() throws IOException {
        for (ModelBuilder model : List.of(
                withNumbers().node("Relu", "r", "x").node("Sigmoid", "s", "r").node("Mul", "y", "x", "s"),
                withNumbers()
                        .node("Add", "a", "x", "six")
                        .node("Clip", "c", "a", "zero", "six")
                        .node("Div", "y", "c", "six"),
                withNumbers()
                        .node("Add", "a", "x", "three")
                        .node("Clip", "c", "a", "zero", "six")
                        .node("Div", "y", "c", "three"),
                withNumbers()
                        .node("Add", "a", "x", "three")
                        .node("Clip", "c", "a", "zero", "six")
                        .node("Div", "y", "six", "c"))) {
            assertTrue(model.in(folder)
                            .forImage(FeatureShape.of(3, 5, 4))
                            .network()
                            .nodes()
                            .size()
                    > 2);
        }
    }

    @Test
    void whatIsComputedTwiceIsOneLayer() throws IOException {
        ImportedNetwork imported = new ModelBuilder(13)
                .input("x", 1, 3, -1, -1)
                .node("Relu", "positive", "x")
                .node("Neg", "n", "x")
                .node("Relu", "again", "x")
                .node("Neg", "m", "x")
                .node("Relu", "negative", "m")
                .node("Concat", "y", List.of("positive", "again", "n", "m", "negative"), a -> a.number("axis", 1))
                .output("y")
                .in(folder)
                .forImage(FeatureShape.of(3, 5, 4));
        assertEquals(
                "[node.positive:Activation, node.n.constant:Constant, node.n:Elementwise, node.negative:Activation,"
                        + " node.y:Concatenation]",
                layers(imported));
        assertEquals(
                List.of("node.positive", "node.positive", "node.n", "node.n", "node.negative"),
                imported.network().output().inputs());
    }

    @Test
    void fullyConnectedLayersAreConvolutionsOfOnePixel() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", -1, 2)
                .initializer("w", ModelBuilder.reals(List.of(3L, 2L), 1, 2, 3, 4, 5, 6))
                .initializer("b", ModelBuilder.reals(List.of(3L), 10, 20, 30))
                .node("Gemm", "y", List.of("x", "w", "b"), a -> a.number("transB", 1))
                .output("y")
                .in(folder);
        ImportedNetwork imported = model.forArray(List.of(1, 2));
        assertTrue(imported.network().output().layer() instanceof Convolution);
        assertArrayEquals(
                new float[] {12, 24, 36, 18, 38, 58},
                ModelRun.run(model, counted(2, 2)).data());
    }

    @Test
    void operatorsThatAreNotSupportedAreNamedBeforeAnythingRuns() {
        assertEquals(
                "operators that are not supported: node 'node/a' (Foo), node 'node/y' (Relu of com.example)",
                fault(new ModelBuilder(13)
                        .input("x", 1)
                        .node("Foo", "a", "x")
                        .node("Relu", "y", List.of("a"), a -> a.domain("com.example"))
                        .output("y")));
    }

    @Test
    void operatorsBehindAnotherOutputAreNotNeeded() throws IOException {
        OnnxModel model = new ModelBuilder(13)
                .input("x", 2)
                .node("Relu", "y", "x")
                .node("Foo", "z", "x")
                .output("y")
                .output("z")
                .in(folder);
        assertArrayEquals(new float[] {0, 1}, ModelRun.run(model, counted(2)).data());
    }

    @Test
    void whatIsNoNetworkOfOneImageIsRefused() {
        assertEquals(
                "a network of one input is needed, but its output is computed from 2: 'x' [1], 'z' [2, ?]",
                fault(new ModelBuilder(13)
                        .input("x", 1)
                        .input("z", 2, -1)
                        .node("Add", "y", "x", "z")
                        .output("y")));
        assertEquals("the network has no output", fault(new ModelBuilder(13).input("x", 1)));
        assertEquals(
                "there is no network in it; is this an .onnx file?",
                assertThrows(
                                DamagedFileException.class,
                                () -> ModelReader.read(
                                        "made.onnx",
                                        ByteBuffer.allocate(0),
                                        new ExternalData(folder.resolve("made.onnx"))))
                        .getMessage()
                        .substring("made.onnx: ".length()));
    }

    @Test
    void valuesThatTwoNodesMakeAreRefused() {
        assertEquals(
                "node 'node/y' (Neg) makes 'y', which a node before it makes",
                fault(new ModelBuilder(13)
                        .input("x", 1)
                        .node("Relu", "y", "x")
                        .node("Neg", "y", "x")
                        .output("y")));
    }

    @Test
    void whatIsComputedFromNothingIsRefused() {
        assertEquals(
                "nothing makes the output 'z'",
                fault(new ModelBuilder(13).input("x", 1).node("Relu", "y", "x").output("z")));
        assertEquals(
                "node 'node/y' (Relu) takes 'c', which nothing before it makes",
                fault(new ModelBuilder(13)
                        .input("x", 1)
                        .node("Relu", "y", "c")
                        .node("Neg", "c", "x")
                        .output("y")));
        assertEquals(
                "output 'y' is the same for all images: it is computed from no input",
                fault(new ModelBuilder(13)
                        .input("x", 1)
                        .initializer("c", ModelBuilder.wholes(1))
                        .node("Neg", "y", "c")
                        .output("y")));
    }

    @Test
    void imagesAreOneItem() throws IOException {
        OnnxModel model = OnnxModel.read("two.onnx", doubling(2, 1, -1, -1).bytes());
        assertEquals(
                "two.onnx: the network takes [2, 1, ?, ?], always 2 images at once; export it with a batch of one or of"
                        + " any size, or apply it to an .npy array of 2",
                assertThrows(ShapeException.class, () -> model.forImage(FeatureShape.of(1, 5, 4)))
                        .getMessage());
    }

    /** 5 thousand million elements; no array of Java has more than 2^31 - 1. */
    @Test
    void arraysThatAreTooLargeNameTheNode() {
        assertEquals(
                "node 'node/y' (Expand): sizes are too large to be counted",
                misfit(
                        new ModelBuilder(13)
                                .input("x", 1, 5)
                                .initializer("sizes", ModelBuilder.wholes(1_000_000_000, 5))
                                .node("Expand", "y", "x", "sizes")
                                .output("y"),
                        1,
                        5));
    }

    @Test
    void opsetsThatAreNotKnownYetAreReadAsTheNewest() throws IOException {
        for (long opset : new long[] {6, 28}) {
            OnnxModel known = new ModelBuilder(opset)
                    .input("x", 2)
                    .node("Relu", "y", "x")
                    .output("y")
                    .in(folder);
            assertEquals(List.of(), known.forArray(List.of(2)).remarks());
        }
        OnnxModel model = new ModelBuilder(29)
                .input("x", 2)
                .node("Relu", "y", "x")
                .output("y")
                .in(folder);
        assertEquals(
                List.of(
                        "the network is written in opset 29, and read as in opset 28, the newest that is known: operators"
                                + " may mean something else"),
                model.forArray(List.of(2)).remarks());
        assertArrayEquals(new float[] {0, 1}, ModelRun.run(model, counted(2)).data());
    }

    /** The sizes of parts were an input in opset 1; tiles had an axis and types a name before opset 6. */
    @Test
    void operatorsOfOldOpsetsAreReadAsTheyWereOrNamed() throws IOException {
        OnnxModel model = new ModelBuilder(1)
                .input("x", 4)
                .initializer("sizes", ModelBuilder.wholes(3))
                .node("Split", "y", "x", "sizes")
                .output("y")
                .in(folder);
        assertArrayEquals(new float[] {0, 1, 2}, ModelRun.run(model, counted(4)).data());
        assertEquals(
                "node 'node/y' (Tile): a number of tiles and an axis, as before opset 6, are not supported",
                misfit(
                        new ModelBuilder(5)
                                .input("x", 4)
                                .initializer("two", ModelBuilder.wholes(2))
                                .initializer("zero", ModelBuilder.wholes(0))
                                .node("Tile", "y", "x", "two", "zero")
                                .output("y"),
                        4));
        assertEquals(
                "node 'node/y' (Cast): a type by its name, as before opset 6, is not supported",
                misfit(
                        new ModelBuilder(5)
                                .input("x", 4)
                                .node("Cast", "y", List.of("x"), a -> a.text("to", "FLOAT"))
                                .output("y"),
                        4));
    }

    /** Letters stay, and what is left of other names has a number, as files of these names would be one on some systems. */
    @Test
    void outputsHaveDifferentNames() throws IOException {
        ModelBuilder builder = new ModelBuilder(13).input("x", 2).node("Neg", "out/y", "x");
        for (String name : List.of("ä", "ö", "+", "-", "A", "a")) {
            builder.node("Relu", name, "out/y");
        }
        List.of("out/y", "ä", "ö", "+", "-", "A", "a").forEach(builder::output);
        List<String> names = builder.in(folder).forArray(List.of(2)).outputs().stream()
                .map(ImportedNetwork.Output::name)
                .toList();
        assertEquals(List.of("out.y", "ä", "ö", "_", "__2", "A", "a_2"), names);
    }

    @ParameterizedTest
    @CsvSource({
        "strides, '-1,1', '2 whole numbers, 1 or more'", "strides, '0,1', '2 whole numbers, 1 or more'",
        "dilations, '1', '2 whole numbers, 1 or more'", "pads, '0,0,-1,0', '4 whole numbers, 0 or more'",
        "pads, '0,3000000000,0,0', '4 whole numbers, 0 or more'"
    })
    void numbersOfWindowsAreRefusedWithWhatIsAllowed(String name, String values, String allowed) {
        for (String operator : List.of("Conv", "ConvTranspose")) {
            ModelBuilder model = new ModelBuilder(13)
                    .input("x", 1, 1, -1, -1)
                    .initializer("w", ModelBuilder.reals(List.of(1L, 1L, 1L, 1L), 1))
                    .node(operator, "y", List.of("x", "w"), a -> a.numbers(name, numbers(values)))
                    .output("y");
            assertEquals(
                    "node 'node/y' (" + operator + "): " + name + " [" + values.replace(",", ", ")
                            + "] is not possible; allowed: " + allowed,
                    misfit(model, 1, 1, 4, 4));
        }
    }

    @Test
    void faultsNameTheNode() {
        ModelBuilder conv = new ModelBuilder(13)
                .input("x", 1, 1, -1, -1)
                .initializer("w", ModelBuilder.reals(List.of(1L, 1L, 3L, 3L), new float[9]))
                .node("Conv", "y", "x", "w")
                .output("y");
        assertEquals(
                "node 'node/y' (Conv): Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel"
                        + " size can't be greater than actual input size",
                misfit(conv, 1, 1, 2, 2));
        assertThrows(ShapeException.class, () -> conv.in(folder).forArray(List.of(1, 1, 2, 2)));
        assertEquals(
                "node 'node/y' (Relu) takes 'z', which nothing before it makes",
                misfit(
                        new ModelBuilder(13)
                                .input("x", 1)
                                .node("Relu", "y", "z", "x")
                                .output("y"),
                        1));
        assertEquals(
                "node 'node/y' (Range): input 0 is computed from the image; only known numbers are supported there",
                misfit(
                        new ModelBuilder(13)
                                .input("x", 1)
                                .node("Range", "y", "x", "x", "x")
                                .output("y"),
                        1));
    }

    @Test
    void whatIsComputedBeforehandIsBounded() {
        assertEquals(
                "node 'node/many' (Range): more than the 2099088 values would be computed before the network runs that a"
                        + " file of this size should need",
                misfit(
                                new ModelBuilder(13)
                                        .input("x", 1)
                                        .initializer("a", ModelBuilder.wholes(0))
                                        .initializer("b", ModelBuilder.wholes(2_000_000_000))
                                        .initializer("c", ModelBuilder.wholes(1))
                                        .node("Range", "many", "a", "b", "c")
                                        .node("Add", "y", "x", "many")
                                        .output("y"),
                                1)
                        .replaceFirst("the \\d+ values", "the 2099088 values"));
    }

    /** A damaged scale would ask for a thousand million pixels, each to be compared with what layers do. */
    @Test
    void hugeFactorsAreRefusedAtOnce() {
        assertEquals(
                "node 'node/y' (Resize): more than the values would be computed before the network runs that a file of this"
                        + " size should need",
                misfit(
                                new ModelBuilder(13)
                                        .input("x", 1, 1, 2, 2)
                                        .initializer("scales", ModelBuilder.reals(List.of(4L), 1, 1, 1, 5e8f))
                                        .node("Resize", "y", "x", "", "scales")
                                        .output("y"),
                                1,
                                1,
                                2,
                                2)
                        .replaceFirst("the \\d+ values", "the values"));
    }

    private static Tensor oneTo(int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        IntStream.range(0, values.length).forEach(i -> values[i] = (i * 7919 % 997) / 997f - 0.4f);
        return new Tensor(values, Arrays.stream(shape).boxed().toList());
    }

    private static void assertEachPixelIsByItself(ImportedNetwork imported) {
        NetworkPlan plan = NetworkRun.plan(imported.network(), imported.weights(), imported.input(), Precision.FLOAT32);
        assertEquals(Optional.empty(), plan.wholeMaps(), layers(imported));
    }

    /** Whatever the number of channels: halves of an odd one share a channel. */
    @ParameterizedTest
    @CsvSource({
        "ReduceMean, 1",
        "ReduceMean, 5",
        "ReduceSum, 3",
        "ReduceMax, 1",
        "ReduceMax, 2",
        "ReduceMax, 5",
        "ReduceMax, 7",
        "ReduceMin, 6",
        "ReduceL1, 3",
        "ReduceL2, 3",
        "ReduceLogSumExp, 4"
    })
    void channelsAreReducedPixelByPixel(String operator, int channels) throws IOException {
        OnnxModel model = new ModelBuilder(11)
                .input("x", 1, channels, -1, -1)
                .node(operator, "y", List.of("x"), a -> a.numbers("axes", 1))
                .output("y")
                .in(folder);
        Tensor array = oneTo(1, channels, 6, 5);
        ImportedNetwork imported = model.forArray(array.shape());
        assertEachPixelIsByItself(imported);
        Tensor whole = ModelRun.run(imported, array, Precision.FLOAT32, TileChoice.parse("none"));
        Tensor tiled = ModelRun.run(imported, array, Precision.FLOAT32, TileChoice.parse("2"));
        assertEquals(List.of(1, 1, 6, 5), whole.shape());
        assertArrayEquals(whole.data(), tiled.data());
        for (int pixel = 0; pixel < 30; pixel++) {
            int place = pixel;
            double[] x = IntStream.range(0, channels)
                    .mapToDouble(c -> array.data()[30 * c + place])
                    .toArray();
            assertEquals(reduced(operator, x), whole.data()[pixel], 1e-6, operator);
        }
    }

    private static double reduced(String operator, double... x) {
        DoubleStream values = Arrays.stream(x);
        return switch (operator) {
            case "ReduceMean" -> values.average().orElseThrow();
            case "ReduceSum" -> values.sum();
            case "ReduceMax" -> values.max().orElseThrow();
            case "ReduceMin" -> values.min().orElseThrow();
            case "ReduceL1" -> values.map(Math::abs).sum();
            case "ReduceL2" -> Math.sqrt(values.map(v -> v * v).sum());
            case "ReduceLogSumExp" -> Math.log(values.map(Math::exp).sum());
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** As networks have it whose blocks work with the channels last. */
    @Test
    void normalisingChannelsThatAreMovedToTheEndMovesNothing() throws IOException {
        OnnxModel model = new ModelBuilder(17)
                .input("x", 1, 4, -1, -1)
                .initializer("scale", ModelBuilder.reals(List.of(4L), 1, 2, 3, 4))
                .initializer("shift", ModelBuilder.reals(List.of(4L), 5, 6, 7, 8))
                .node("Transpose", "last", List.of("x"), a -> a.numbers("perm", 0, 2, 3, 1))
                .node("LayerNormalization", "normal", "last", "scale", "shift")
                .node("Transpose", "y", List.of("normal"), a -> a.numbers("perm", 0, 3, 1, 2))
                .output("y")
                .in(folder);
        Tensor array = oneTo(1, 4, 3, 5);
        ImportedNetwork imported = model.forArray(array.shape());
        assertEachPixelIsByItself(imported);
        assertTrue(
                imported.network().nodes().stream().noneMatch(node -> node.layer() instanceof Rearrangement),
                layers(imported));
        Tensor result = ModelRun.run(model, array);
        assertEquals(List.of(1, 4, 3, 5), result.shape());
        for (int pixel = 0; pixel < 15; pixel++) {
            int place = pixel;
            double[] x = IntStream.range(0, 4)
                    .mapToDouble(c -> array.data()[15 * c + place])
                    .toArray();
            double mean = Arrays.stream(x).average().orElseThrow();
            double variance =
                    Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
            for (int c = 0; c < 4; c++) {
                double expected = (x[c] - mean) / Math.sqrt(variance + 1e-5) * (c + 1) + c + 5;
                assertEquals(expected, result.data()[15 * c + pixel], 1e-5);
            }
        }
    }

    /** 2,500,000 weights in another file are more than a small file may compute, and no computation. */
    @Test
    void weightsInOtherFilesMayBeLarge() throws IOException {
        int count = 2_500_000;
        Files.write(folder.resolve("w.bin"), new byte[Float.BYTES * count]);
        Proto weights = new Proto()
                .packedVarints(1, 1, count)
                .varint(2, 1)
                .varint(14, 1)
                .message(13, new Proto().text(1, "location").text(2, "w.bin"));
        OnnxModel model = new ModelBuilder(13)
                .input("x", 1, 1)
                .initializer("w", weights)
                .node("MatMul", "y", "x", "w")
                .output("y")
                .in(folder);
        assertEquals(List.of(1, count), model.forArray(List.of(1, 1)).output());
    }

    @Test
    void oldFilesListInitializersAmongTheInputs() throws IOException {
        OnnxModel model = new ModelBuilder(6)
                .input("x", 1, 2, 1, 1)
                .input("b", 2)
                .initializer("b", ModelBuilder.reals(List.of(2L), 10, 20))
                .node(
                        "Add",
                        "y",
                        List.of("x", "b"),
                        a -> a.number("broadcast", 1).number("axis", 1))
                .output("y")
                .in(folder);
        assertArrayEquals(
                new float[] {10, 21}, ModelRun.run(model, counted(1, 2, 1, 1)).data());
    }
}
