package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.io.ModelCard;
import org.convlayers.io.safetensors.Safetensors;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkExportTest {
    private static final InputScaling SCALING = InputScaling.parse("percentile(1,99.8) mean=[0.5] std=[0.25]");

    @TempDir
    private Path folder;

    private static NetworkExport export(FilledNetwork network, InputScaling input) {
        return new NetworkExport(FilledOutputs.of(network), "output", input, new ModelCard(Map.of()));
    }

    private static FilledNetwork filled(String layers) {
        return FilledNetwork.random(NetworkText.parse(layers));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Also from the folder that was written: weights to the bit, and what is done with an image first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2d(1, 2, 3); BatchNorm2d(2); ReLU()",
                "(a.b): Conv2d(1, 2, 3); ('we\\'ird\\n name'): PReLU(2); Add(inputs=('a.b', 'we\\'ird\\n name'))",
                "Conv1d(1, 3, 3, padding_mode='mirror', padding='1:2'); Conv1d(3, 3, 1, groups=3)",
                "MaxPool3d(2)"
            })
    void folderIsReadBackAsTheSameNetwork(String layers) throws IOException {
        FilledNetwork network = filled(layers);
        Path target = folder.resolve("shared");
        List<Path> files = export(network, SCALING).write(target.toString(), List.of());
        assertEquals(
                List.of("weights.safetensors", "network.txt", "network.py", "model.json"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        NetworkModel model = NetworkInput.open(target.toString());
        assertEquals(SCALING, model.input());
        FilledNetwork read = model.filled(Optional.empty(), new WeightSource.Kaiming(), TensorFiles::read, 0)
                .first();
        assertEquals(network.network(), read.network());
        assertEquals(network.weights().sha256(), read.weights().sha256());
    }

    /** A network of an .onnx file as the layers that it is for some size. */
    @Test
    void importedNetworksAreWrittenToo() throws IOException {
        NetworkModel example = NetworkInput.open("example:2x-s");
        FilledOutputs outputs = example.filled(
                Optional.of(FeatureShape.of(3, 20, 20)), new WeightSource.Kaiming(), TensorFiles::read, 0);
        FilledNetwork network = outputs.first();
        Path target = folder.resolve("copy");
        new NetworkExport(outputs, "output", example.input(), example.card()).write(target.toString(), List.of());
        NetworkModel copy = NetworkInput.open(target.toString());
        FilledNetwork read = copy.filled(Optional.empty(), new WeightSource.Kaiming(), TensorFiles::read, 0)
                .first();
        assertEquals(network.network(), read.network());
        assertEquals(network.weights().sha256(), read.weights().sha256());
        assertEquals(InputScaling.parse("0..1"), copy.input());
        for (String key : List.of("name", "licence", "citation")) {
            assertEquals(
                    example.card().text(key).orElseThrow(),
                    copy.card().text(key).orElseThrow());
        }
    }

    /** An inner layer is not what the network is described as. */
    @Test
    void partsAreNamedAsParts() throws IOException {
        NetworkModel example = NetworkInput.open("example:2x-s");
        FilledOutputs outputs = example.filled(
                Optional.of(FeatureShape.of(3, 20, 20)), new WeightSource.Kaiming(), TensorFiles::read, 0);
        String inner = outputs.first().network().nodes().get(0).name();
        Path target = folder.resolve("part");
        new NetworkExport(outputs, inner, example.input(), example.card()).write(target.toString(), List.of());
        ModelCard part = NetworkInput.open(target.toString()).card();
        assertEquals(Optional.of(example.card().text("name").orElseThrow() + " (" + inner + ")"), part.text("name"));
        assertEquals(Optional.empty(), part.text("description"));
        assertEquals(example.card().text("licence"), part.text("licence"));
    }

    @Test
    void endingSaysWhatIsWritten() throws IOException {
        FilledNetwork network = filled("Conv2d(1, 2, 3)");
        NetworkExport export = export(network, InputScaling.AS_IS);
        export.write(folder + "/a.txt", List.of());
        assertEquals(network.network(), NetworkText.parse(Files.readString(folder.resolve("a.txt"))));
        export.write(folder + "/b.SAFETENSORS", List.of());
        assertArrayEquals(
                network.weights().get("0.weight").data(),
                Safetensors.read(folder.resolve("b.SAFETENSORS"))
                        .get("0.weight")
                        .data());
        export.write(folder + "/c.py", List.of());
        assertTrue(Files.readString(folder.resolve("c.py")).contains("'c.safetensors'"));
        assertEquals(List.of("a.txt", "b.SAFETENSORS", "c.py", "c.safetensors"), names());
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> export.write(folder + "/d.pt", List.of()));
        assertTrue(error.getMessage().contains("d.pt' has an unknown ending; allowed are .py "), error.getMessage());
    }

    @Test
    void inputsAreNotReplacedAndNothingIsHalfWritten() throws IOException {
        Path weights = Files.writeString(folder.resolve("net.safetensors"), "mine");
        NetworkExport export = export(filled("Conv2d(1, 2, 3)"), InputScaling.AS_IS);
        assertThrows(IllegalArgumentException.class, () -> export.write(folder + "/net.py", List.of(weights)));
        assertEquals(List.of("net.safetensors"), names());
        assertEquals("mine", Files.readString(weights));
        Path missing = folder.resolve("no").resolve("where");
        assertThrows(IOException.class, () -> export.write(missing.toString(), List.of()));
        assertFalse(Files.exists(folder.resolve("no")));
    }

    @Test
    void folderOfAnotherNetworkIsRefused() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "theirs");
        NetworkExport export = export(filled("Conv2d(1, 2, 3)"), InputScaling.AS_IS);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> export.write(folder.toString(), List.of()));
        assertTrue(error.getMessage().contains("holds another network, model.onnx"), error.getMessage());
        assertEquals(List.of("model.onnx"), names());
    }
}
