package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.convlayers.app.TileChoice;
import org.convlayers.engine.layer.Precision;
import org.convlayers.io.npy.NpyFile;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published networks against results of other programs; README.md beside the files says whose. */
public class OnnxNetsTest {
    /** Of the range of the output. */
    private static final double TOLERANCE = 1e-5;

    static byte[] resource(String name) throws IOException {
        try (InputStream in = OnnxNetsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    static Path path(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(OnnxNetsTest.class.getResource(name), name)
                .toURI());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "websr-cnn-2x-s-rl",
                "websr-cnn-2x-m-an",
                "websr-cnn-restore-m-an",
                "esrgan-slim-x2",
                "esrgan-slim-x2_coins",
                "ch_ppocr_mobile_v2.0_cls_infer"
            })
    void resultsAreThoseOfOtherPrograms(String name) throws IOException, URISyntaxException {
        OnnxModel model = OnnxModel.read(path(name.replace("_coins", "") + ".onnx"));
        Tensor input = NpyFile.readAll(path(name + "_in.npy"));
        Tensor expected = NpyFile.readAll(path(name + "_ref.npy"));
        ImportedNetwork imported = model.forArray(input.shape());
        Tensor result = ModelRun.run(imported, input, Precision.FLOAT32, TileChoice.AUTO);
        assertEquals(expected.shape(), result.shape());
        double error = relativeError(expected.data(), result.data());
        assertTrue(error < TOLERANCE, "error " + error);
        Tensor tiled = ModelRun.run(imported, input, Precision.FLOAT32, TileChoice.parse("13"));
        assertArrayEquals(result.data(), tiled.data());
    }

    /** 8 maps of 20,000 x 20,000 have more values than an array holds. */
    @Test
    void imagesLargerThanAnArrayGetTheLayersOfSmallerOnes() throws IOException, URISyntaxException {
        OnnxModel model = OnnxModel.read(path("websr-cnn-2x-m-an.onnx"));
        ImportedNetwork small = model.forImage(FeatureShape.of(3, 64, 96));
        ImportedNetwork large = model.forImage(FeatureShape.of(3, 20_000, 19_999));
        assertEquals(small.network(), large.network());
        assertEquals(small.weights().sha256(), large.weights().sha256());
        assertEquals(List.of(1, 3, 40_000, 39_998), large.output());
        assertEquals(FeatureShape.of(3, 20_000, 19_999), large.input());
    }

    /** The largest error by the range of what is expected. */
    public static double relativeError(float[] expected, float[] actual) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i])) {
                low = Math.min(low, expected[i]);
                high = Math.max(high, expected[i]);
            }
            boolean isSame = Float.compare(expected[i], actual[i]) == 0 || expected[i] == actual[i];
            error = Math.max(error, isSame ? 0 : Math.abs((double) expected[i] - actual[i]));
            error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        }
        double range = Math.max(high - low, Math.max(Math.abs(high), Math.abs(low)));
        return error == 0 ? 0 : error / range;
    }
}
