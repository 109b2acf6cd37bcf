package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkInputTest {
    private static final String LAYERS = "Conv2d(1, 2, 3); ReLU()";
    private static final Network NETWORK = NetworkText.parse(LAYERS);

    @TempDir
    private Path folder;

    @Test
    void layersAreReadFromText() throws IOException {
        NetworkModel model = NetworkInput.open(LAYERS);
        assertEquals(NETWORK, model.outputs(FeatureShape.of(1, 8, 8)).first());
        assertEquals(List.of(), model.files());
    }

    @Test
    void layersAreReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("my layers.txt"), LAYERS);
        NetworkModel model = NetworkInput.open(file.toString());
        assertEquals(NETWORK, model.outputs(FeatureShape.of(1, 8, 8)).first());
        assertEquals(List.of(file), model.files());
    }

    @Test
    void errorInAFileNamesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("layers.txt"), "Conv2d(1, 2, 3\n");
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> NetworkInput.open(file.toString()));
        assertTrue(error.getMessage().startsWith(file + ": "), error.getMessage());
    }

    @Test
    void fileThatIsNoTextIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("layers.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        DamagedFileException error = assertThrows(DamagedFileException.class, () -> NetworkInput.open(file.toString()));
        assertEquals(
                file + ": this is no network: neither an .onnx file nor layers as text (in UTF-8)", error.getMessage());
    }

    @Test
    void fileThatIsMissingIsNotTakenForLayers() {
        DamagedFileException error = assertThrows(DamagedFileException.class, () -> NetworkInput.open("layers.txt"));
        assertEquals("layers.txt: there is no such file", error.getMessage());
    }

    @Test
    void layersWithoutArgumentsNeedNoParentheses() throws IOException {
        assertEquals(
                NetworkText.parse("ReLU()"),
                NetworkInput.open("nn.ReLU").outputs(FeatureShape.of(1, 8, 8)).first());
    }

    @Test
    void wordThatIsNoLayerIsNotTakenForAFile() {
        assertThrows(TextException.class, () -> NetworkInput.open("Conv2d"));
    }
}
