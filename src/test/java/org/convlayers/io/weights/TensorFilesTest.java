package org.convlayers.io.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;
import org.convlayers.weights.FixedShape;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFilesTest {
    @TempDir
    Path folder;

    static Path resource(String name) {
        try {
            return Path.of(TensorFilesTest.class
                    .getResource("/org/convlayers/io/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private String text(String content) throws IOException {
        return Files.writeString(folder.resolve("kernel.TXT"), content).toString();
    }

    private static String fault(String path) {
        String message = assertThrows(DamagedFileException.class, () -> TensorFiles.read(path))
                .getMessage();
        assertEquals(path + ": ", message.substring(0, path.length() + 2));
        return message.substring(path.length() + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "npy/f4_le.npy, weight, 24",
        "npy/stored.npz, 0.weight, 24",
        "safetensors/websr-cnn-restore-m-an.safetensors, conv2d.weight, 108"
    })
    void theEndingTellsTheFormat(String name, String tensor, int elements) throws IOException {
        Map<String, Tensor> tensors = TensorFiles.read(resource(name).toString());
        assertEquals(elements, tensors.get(tensor).data().length);
    }

    /** The text that ImageJ's Convolve... starts with, as it saves it. */
    @Test
    void kernelsOfImageJAreRead() throws IOException {
        String path = text("-1 -1 -1 -1 -1\n-1 -1 -1 -1 -1\n-1 -1 24 -1 -1\n-1 -1 -1 -1 -1\n-1 -1 -1 -1 -1 \n");
        Tensor kernel = TensorFiles.read(path).get("weight");
        assertEquals(List.of(5, 5), kernel.shape());
        assertEquals(24, kernel.data()[12]);
        assertEquals(-1, kernel.data()[24]);
    }

    /** As ImageJ saves an image as text: tabs, on Windows with its line ends. */
    @Test
    void imagesSavedAsTextAreRead() throws IOException {
        Tensor kernel = TensorFiles.read(text("0.5\t0\r\n1\t-2\r\n")).get("weight");
        assertEquals(List.of(2, 2), kernel.shape());
        assertArrayEquals(new float[] {0.5f, 0, 1, -2}, kernel.data());
    }

    @Test
    void textsThatAreNoKernelAreNamed() throws IOException {
        assertEquals(
                "row 2 has 1 numbers, but the one before has 2; all rows need the same length", fault(text("1 2\n3")));
        assertEquals("a text file holds one kernel, without '|'", fault(text("1 2 | 3 4")));
        Path binary = Files.write(folder.resolve("binary.txt"), new byte[] {'1', ' ', (byte) 0xff});
        assertEquals("this is not a text", fault(binary.toString()));
        Path latin = Files.writeString(folder.resolve("latin.txt"), "1 \u00e9", StandardCharsets.UTF_8);
        assertEquals(
                "'\u00e9' is not a number of a kernel; a kernel is rows of numbers, as in 1 0; 2 1",
                fault(latin.toString()));
    }

    @Test
    void filesThatAreMissingOrOfAnotherKindAreNamed() {
        for (String ending : List.of("npy", "npz", "safetensors", "txt")) {
            assertEquals(
                    "there is no such file",
                    fault(folder.resolve("absent." + ending).toString()));
        }
        assertEquals("weights are read from .npy, .npz, .safetensors and .txt", fault("model.pt"));
    }

    @Test
    void aLayerOfAPublishedModelFillsAConvolution() throws IOException {
        Path path = resource("safetensors/websr-cnn-restore-m-an.safetensors");
        FixedShape fixed =
                WeightSource.parse(path + "#conv2d").open(2, TensorFiles::read).ofOnlyLayer("0", Optional.empty());
        assertEquals(new FixedShape(OptionalInt.empty(), OptionalInt.of(4), Optional.of(Extent.of(3, 3)), true), fixed);
    }
}
