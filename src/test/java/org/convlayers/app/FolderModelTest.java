package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are shared as folders. */
class FolderModelTest {
    private static final FeatureShape IMAGE = FeatureShape.of(3, 20, 20);

    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(outside.resolve("model"));
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(FolderModelTest.class.getResource("/org/convlayers/io/" + name), name)
                .toURI());
    }

    private Path copy(String resource, String name) throws IOException, URISyntaxException {
        return Files.copy(resource(resource), folder.resolve(name));
    }

    private void card(String text) throws IOException {
        Files.writeString(folder.resolve("model.json"), text);
    }

    private String fault() {
        Exception error = assertThrows(IOException.class, () -> NetworkInput.open(folder.toString()));
        assertEquals(1, error.getMessage().lines().count(), error.getMessage());
        return error.getMessage();
    }

    @Test
    void folderWithAnOnnxFileIsANetwork() throws IOException, URISyntaxException {
        copy("onnx/websr-cnn-restore-m-an.onnx", "model.onnx");
        card("{\"input\": \"x/2 mean=[0,0,1]\"}");
        for (String name :
                List.of(folder.toString(), folder.resolve("model.json").toString())) {
            NetworkModel model = NetworkInput.open(name);
            assertEquals(InputScaling.parse("x/2 mean=[0,0,1]"), model.input());
            assertEquals(3, model.inputChannels().getAsInt());
            assertEquals(
                    NetworkInput.open(folder.resolve("model.onnx").toString()).outputs(IMAGE), model.outputs(IMAGE));
            assertEquals(
                    List.of("model.json", "model.onnx"),
                    model.files().stream()
                            .map(file -> file.getFileName().toString())
                            .toList());
        }
    }

    @Test
    void folderWithLayersTakesItsWeights() throws IOException, URISyntaxException {
        Files.createDirectory(folder.resolve("sub"));
        copy("safetensors/websr-cnn-restore-m-an.safetensors", "sub/w.safetensors");
        Files.writeString(folder.resolve("layers.txt"), "(conv2d): Conv2d(3, 4, 3, padding=1)");
        card("{\"network\": \"layers.txt\", \"weights\": \"sub/w.safetensors\"}");
        NetworkModel model = NetworkInput.open(folder.toString());
        assertEquals(InputScaling.AS_IS, model.input());
        NpyImage image = NpyImage.open(resource("onnx/websr-cnn-restore-m-an_in.npy"));
        float[] weights = model.fill(new WeightSource.Kaiming(), TensorFiles::read, 0)
                .on(image)
                .outputs()
                .first()
                .weights()
                .get("conv2d.weight")
                .data();
        assertArrayEquals(
                TensorFiles.read(folder.resolve("sub/w.safetensors").toString())
                        .get("conv2d.weight")
                        .data(),
                weights);
    }

    @Test
    void scalingMayBeLeftOpen() throws IOException {
        Files.writeString(folder.resolve("network.txt"), "MaxPool2d(2)");
        card("{\"input\": \"auto\"}");
        assertEquals(InputScaling.AS_IS, NetworkInput.open(folder.toString()).input());
    }

    @Test
    void layersWithoutParametersNeedNoWeights() throws IOException {
        Files.writeString(folder.resolve("network.txt"), "MaxPool2d(2)");
        card("{}");
        assertEquals(
                NetworkText.parse("MaxPool2d(2)"),
                NetworkInput.open(folder.toString()).outputs(IMAGE).first());
    }

    @Test
    void otherWeightsAreRefused() throws IOException {
        NetworkModel model = NetworkInput.open("example:restore-m");
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> model.fill(WeightSource.parse("sobel"), TensorFiles::read, 0));
        assertEquals("weights=sobel cannot be given to 'example:restore-m', which brings its own", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.onnx", "sub/../../secret.onnx", "/etc/passwd", "..", "sub/../model.onnx", "a\\\\b"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        Files.writeString(folder.resolveSibling("secret.onnx"), "x");
        Files.createDirectory(folder.resolve("sub"));
        for (String key : List.of("network", "weights")) {
            Files.writeString(folder.resolve("network.txt"), "Conv2d(1, 1, 1)");
            card("{\"" + key + "\": \"" + name + "\"}");
            assertTrue(
                    fault().contains(" is no file of the folder; only its own files are read: plain names"), fault());
        }
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolveSibling("network.txt"), "Conv2d(1, 1, 1)");
        Files.createSymbolicLink(folder.resolve("network.txt"), secret);
        card("{}");
        assertTrue(fault().contains("network=network.txt is no file of the folder"), fault());
        Files.delete(folder.resolve("network.txt"));
        Files.createSymbolicLink(folder.resolve("sub"), folder.getParent());
        card("{\"network\": \"sub/network.txt\"}");
        assertTrue(fault().contains("network=sub/network.txt is no file of the folder"), fault());
    }

    @Test
    void aLinkIsNoCard() throws IOException {
        Path card = Files.writeString(folder.resolveSibling("card.json"), "{}");
        Files.createSymbolicLink(folder.resolve("model.json"), card);
        assertTrue(fault().contains("this is a link"), fault());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"network\": \"none.onnx\"} | there is no network 'none.onnx' in its folder",
                "{} | there is no weights 'weights.safetensors' in its folder",
                "{\"network\": \"\"} | network= names no file; without it, it is 'network.txt'",
                "{\"weights\": \" \"} | weights=  names no file; without it, it is 'weights.safetensors'",
                "{\"network\": \"sub\"} | there is no network 'sub' in its folder",
                "{\"input\": \"exec(x)\"} | input=exec(x): expected x",
                "{\"network\": \"model.onnx\", \"weights\": \"w.npz\"} | an .onnx file brings its own",
                "{ | this is not a JSON object of texts",
            })
    void whatIsMissingOrWrongIsNamed(String card, String words) throws IOException, URISyntaxException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("network.txt"), "Conv2d(1, 1, 1)");
        if (card.contains("model.onnx")) {
            copy("onnx/websr-cnn-2x-s-rl.onnx", "model.onnx");
        }
        card(card);
        String fault = fault();
        assertTrue(fault.startsWith(folder.resolve("model.json") + ": ") && fault.contains(words), fault);
    }

    @Test
    void folderWithoutANetworkIsTold() throws IOException {
        card("{}");
        assertEquals(
                folder.resolve("model.json") + ": there is no network 'network.txt' and no 'model.onnx' in its folder",
                fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example:", "example:zzz"})
    void allExamplesAreNamed(String name) {
        IOException error = assertThrows(IOException.class, () -> NetworkInput.open(name));
        assertEquals(
                name + ": there is no such example; allowed are example:restore-m, example:2x-s", error.getMessage());
    }

    /** It would be its own network for ever. */
    @Test
    void cardIsNotItsOwnNetwork() throws IOException {
        card("{\"network\": \"model.json\"}");
        assertThrows(IllegalArgumentException.class, () -> NetworkInput.open(folder.toString()));
    }

    @Test
    void folderWithoutACardIsNamed() {
        assertEquals(
                folder
                        + ": a folder is a network if it has a 'model.json', which this one has not; name the file of the"
                        + " network",
                fault());
    }

    /** The very files of which the tests of .onnx files prove that they give what their authors' software gives. */
    @ParameterizedTest
    @CsvSource({"restore-m, websr-cnn-restore-m-an", "2x-s, websr-cnn-2x-s-rl"})
    void examplesAreTheProvenFiles(String example, String file) throws IOException, URISyntaxException {
        NetworkModel model = NetworkInput.open("example:" + example);
        assertEquals(InputScaling.parse("0..1"), model.input());
        assertEquals(
                NetworkInput.open(resource("onnx/" + file + ".onnx").toString()).outputs(IMAGE), model.outputs(IMAGE));
        byte[] shipped = FolderModel.class
                .getResourceAsStream("models/" + example + "/model.onnx")
                .readAllBytes();
        assertArrayEquals(Files.readAllBytes(resource("onnx/" + file + ".onnx")), shipped);
        byte[] notice = FolderModel.class
                .getResourceAsStream("models/" + example + "/LICENSE.txt")
                .readAllBytes();
        String licence = new String(notice, StandardCharsets.UTF_8);
        assertTrue(licence.contains("MIT") && licence.contains("Bhattacharyya") && licence.contains("bloc97"), licence);
    }

    @Test
    void unknownExampleNamesTheNearest() {
        IOException error = assertThrows(IOException.class, () -> NetworkInput.open("example:restor-m"));
        assertEquals(
                "example:restor-m: there is no such example; the nearest is 'example:restore-m'; allowed are example:restore-m, example:2x-s",
                error.getMessage());
        assertEquals(List.of("example:restore-m", "example:2x-s"), NetworkInput.examples());
    }
}
