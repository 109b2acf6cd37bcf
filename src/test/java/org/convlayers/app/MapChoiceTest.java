package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.io.OutputFile;
import org.convlayers.io.SampleType;
import org.convlayers.io.npy.NpyWriter;
import org.convlayers.io.onnx.ModelBuilder;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The show key. */
class MapChoiceTest {
    @TempDir
    private Path folder;

    private NpyImage image;

    @BeforeEach
    void writeTheImage() throws IOException {
        Path file = folder.resolve("image.npy");
        float[] values = new float[14 * 11];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 7 % 31;
        }
        try (NpyWriter writer =
                NpyWriter.create(OutputFile.create(file, List.of()), SampleType.FLOAT32, List.of(1, 14, 11))) {
            writer.write(0, values, 0, values.length);
            writer.finish();
        }
        image = NpyImage.open(file);
    }

    private AppliedNetwork apply(String network) throws IOException {
        return NetworkInput.open(network)
                .fill(new WeightSource.Kaiming(), TensorFiles::read, 3)
                .on(image);
    }

    private AppliedNetwork apply(ModelBuilder model) throws IOException {
        return apply(Files.write(folder.resolve("model.onnx"), model.bytes()).toString());
    }

    private static List<float[]> maps(ShownMaps maps, AppliedNetwork applied) {
        FilledNetwork filled = maps.filled();
        NetworkPlan plan = NetworkRun.plan(
                filled.network(), filled.weights(), applied.blocks().shape(), Precision.FLOAT32);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        NetworkRun.run(plan, applied.blocks(), sink, TileChoice.AUTO, Monitor.NONE);
        List<float[]> planes = new ArrayList<>();
        for (float[][] channel : sink.planes()[0]) {
            planes.add(channel[0]);
        }
        return planes;
    }

    /** Layers computed together, in front of others and fused or not, have the values that they have alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                SizeFitTest.U_NET,
                "Conv2d(1, 4, 3, padding=1); BatchNorm2d(4); ReLU(); Conv2d(4, 9, 3, padding=1); PixelShuffle(3)",
                "(a): Conv2d(1, 8, 3, padding=1); (b): InstanceNorm2d(8); (c): Conv2d(8, 8, 3, padding=1);"
                        + " (d): Add(inputs=('a', 'c'))"
            })
    void everyMapIsThatOfItsLayer(String text) throws IOException {
        AppliedNetwork applied = apply(text);
        List<String> seen = new ArrayList<>();
        for (ShownMaps shown : applied.shown("all")) {
            List<float[]> planes = maps(shown, applied);
            assertEquals(planes.size(), shown.labels().size());
            for (int i = 0; i < planes.size(); i++) {
                String[] label = shown.labels().get(i).split(": map ", -1);
                seen.add(shown.labels().get(i));
                float[] alone = maps(applied.shown(label[0]).get(0), applied).get(Integer.parseInt(label[1]) - 1);
                assertArrayEquals(alone, planes.get(i), 1e-5f, shown.labels().get(i));
            }
        }
        List<String> expected = new ArrayList<>();
        Network network = applied.outputs().unfitted().network();
        network.nodes().forEach(node -> {
            int channels =
                    network.upTo(node.name()).outputShape(applied.fit().taken()).channels();
            for (int c = 1; c <= channels; c++) {
                expected.add(node.name() + ": map " + c);
            }
        });
        assertEquals(expected.stream().sorted().toList(), seen.stream().sorted().toList());
    }

    @Test
    void resultsComputedTogetherEqualEachAloneBitForBit() throws IOException {
        AppliedNetwork applied = apply(SizeFitTest.U_NET);
        List<ShownMaps> shown = new ArrayList<>(applied.shown("all"));
        shown.addAll(applied.shown("e1")); // which others take
        shown.addAll(applied.shown("output"));
        shown.addAll(applied.shown("output"));
        JoinedMaps joined = JoinedMaps.of(shown);
        NetworkPlan plan = joined.plan(applied.blocks().shape(), Precision.FLOAT32);
        List<ArraySink> sinks = plan.outputs().shapes().stream()
                .map(shape -> new ArraySink(shape, 1))
                .toList();
        TileDecision tiles = NetworkRun.decide(plan, 1, TileChoice.parse("5"));
        NetworkRun.run(plan, applied.blocks(), List.copyOf(sinks), tiles, Monitor.NONE);
        for (int i = 0; i < shown.size(); i++) {
            List<float[]> alone = maps(shown.get(i), applied);
            for (int c = 0; c < alone.size(); c++) {
                assertArrayEquals(alone.get(c), sinks.get(i).planes()[0][c][0]);
            }
        }
    }

    /** Those that are cropped back are of one name and differ in what they take. */
    @Test
    void layersOfSeveralResultsAreThereOnce() throws IOException {
        AppliedNetwork applied = apply(SizeFitTest.U_NET);
        List<ShownMaps> shown = List.of(
                applied.shown("output").get(0),
                applied.shown("r1").get(0),
                applied.shown("output").get(0));
        JoinedMaps joined = JoinedMaps.of(shown);
        List<String> names =
                joined.network().nodes().stream().map(Network.Node::name).toList();
        List<String> expected = new ArrayList<>(shown.get(0).filled().network().nodes().stream()
                .map(Network.Node::name)
                .toList());
        expected.addAll(List.of("crop2", "crop.shown", "crop.shown2"));
        assertEquals(expected, names);
        assertEquals(List.of("crop.shown", "crop2", "crop.shown2"), joined.outputs());
    }

    @Test
    void layersOfOneSizeShareAResultAndTheFirstHoldsTheOutput() throws IOException {
        List<ShownMaps> shown = apply(SizeFitTest.U_NET).shown("all");
        assertEquals(
                List.of("", "7x6", "4x3"), shown.stream().map(ShownMaps::name).toList());
        List<String> labels = shown.get(0).labels();
        assertEquals("e1: map 1", labels.get(0));
        assertEquals("d1: map 2", labels.get(labels.size() - 1));
    }

    /** Valid convolutions lie elsewhere, even where sizes are the same again. */
    @Test
    void layersAtOtherPlacesAreNotJoined() throws IOException {
        List<ShownMaps> shown = apply("(a): ZeroPad2d((0, 2, 0, 2)); (b): ZeroPad2d((0, -2, 0, -2));"
                        + " (c): ZeroPad2d((2, -2, 2, -2))")
                .shown("all");
        assertEquals(
                List.of("", "16x13", "14x11"),
                shown.stream().map(ShownMaps::name).toList());
    }

    @Test
    void oneLayerIsShownByItsName() throws IOException {
        List<ShownMaps> shown =
                apply("(first): Conv2d(1, 2, 3); (last): ReLU()").shown("first");
        assertEquals(1, shown.size());
        assertEquals("", shown.get(0).name());
        assertEquals(
                List.of("first"),
                shown.get(0).filled().network().nodes().stream()
                        .map(node -> node.name())
                        .toList());
    }

    @Test
    void unknownLayersAreToldWithTheNearest() {
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class,
                () -> apply("(first): Conv2d(1, 2, 3); (last): ReLU()").shown("firs"));
        assertEquals(
                "show=firs: there is no layer or output of this name; the nearest is 'first'; allowed are output, all,"
                        + " and the layers first, last",
                unknown.getMessage());
    }

    @Test
    void outputsThatAreNotComputedAreToldWithTheNodeThatIsNotSupported() throws IOException {
        ModelBuilder model = new ModelBuilder(13)
                .input("x", 1, 1, -1, -1)
                .node("Relu", "y", "x")
                .node("Sigmoid", "scores", "y")
                .node("NonMaxSuppression", "boxes", "scores")
                .output("y")
                .output("boxes");
        AppliedNetwork applied = apply(model);
        String why = folder.resolve("model.onnx")
                + ": operators that are not supported: node 'node/boxes' (NonMaxSuppression)";
        assertEquals(List.of("not computed: output 'boxes': " + why), applied.notes());
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> applied.shown("boxes"));
        assertEquals("show=boxes: this output is not computed: " + why, unknown.getMessage());
        for (String layer : List.of("node.boxes", "node.scores")) {
            unknown = assertThrows(IllegalArgumentException.class, () -> applied.shown(layer));
            assertEquals("show=" + layer + ": this layer is not computed: " + why, unknown.getMessage());
        }
    }

    /** The names of layers are those of the file, as far as the layer language has their letters. */
    @ParameterizedTest
    @ValueSource(strings = {"node/a/b", "head/mask:0", "head/other"})
    void namesAreKnownAsTheFileHasThem(String name) throws IOException {
        AppliedNetwork applied = apply(new ModelBuilder(13)
                .input("x", 1, 1, -1, -1)
                .node("Relu", "a/b", "x")
                .node("Sigmoid", "head/mask:0", "a/b")
                .node("Tanh", "head/other", "a/b")
                .output("head/mask:0")
                .output("head/other"));
        String layer = name.replaceAll("[/:]", ".");
        List<String> shown = applied.shown(name).stream()
                .flatMap(maps -> maps.labels().stream())
                .toList();
        assertEquals(
                applied.shown(layer).stream()
                        .flatMap(maps -> maps.labels().stream())
                        .toList(),
                shown);
        assertEquals(
                applied.outputs().shown(layer).network(),
                applied.outputs().shown(name).network());
        NetworkOutputs outputs = applied.outputs().withoutWeights();
        assertEquals(outputs.layer(layer), outputs.layer(name));
    }

    /** Which of them is meant cannot be told. */
    @Test
    void namesThatHaveBecomeTheSameHaveToBeGivenAsTheyAre() throws IOException {
        AppliedNetwork applied = apply(new ModelBuilder(13)
                .input("x", 1, 1, -1, -1)
                .node("Relu", "a/b", "x")
                .node("Tanh", "a.b", "x")
                .output("a/b")
                .output("a.b"));
        assertEquals(1, applied.shown("a.b").size());
        assertThrows(IllegalArgumentException.class, () -> applied.shown("a/b"));
    }

    @Test
    void filesLieBesideTheFirst() throws IOException {
        ShownMaps maps = apply("ReLU()").shown("output").get(0);
        Path out = folder.resolve("a.b.tif");
        assertEquals(out, maps.beside(out));
        ShownMaps other = new ShownMaps("mask/1", maps.filled(), maps.labels(), maps.image());
        assertEquals(folder.resolve("a.b-mask_1.tif"), other.beside(out));
        ShownMaps inGerman = new ShownMaps("größe", maps.filled(), maps.labels(), maps.image());
        boolean hasLetters = Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode("größe");
        assertEquals(
                hasLetters ? "a.b-größe.tif" : "a.b-gru00f6u00dfe.tif",
                inGerman.beside(out).getFileName().toString());
    }
}
