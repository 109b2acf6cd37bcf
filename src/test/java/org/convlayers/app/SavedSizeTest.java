package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.convlayers.io.onnx.ModelBuilder;
import org.convlayers.io.onnx.OnnxModel;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models saved for images of 8 x 8 pixels. */
class SavedSizeTest {
    private static ModelBuilder convolution(long... input) {
        float[] kernel = new float[9];
        return new ModelBuilder(13)
                .input("x", input)
                .initializer("w", ModelBuilder.reals(List.of(1L, 1L, 3L, 3L), kernel))
                .node("Conv", "y", "x", "w");
    }

    private static OnnxModel model(ModelBuilder builder) throws IOException {
        return OnnxModel.read("model.onnx", builder.bytes());
    }

    @Test
    void layersThatComputeEachPixelAlikeTakeAnySize() throws IOException {
        OnnxModel model = model(convolution(1, 1, 8, 8).output("y"));
        SavedSize.Found found = SavedSize.fit(model, FeatureShape.of(1, 30, 21));
        assertEquals(
                Optional.of(
                        "the network was saved for 8 x 8 pixels (height x width) and computes other sizes in the same"
                                + " way"),
                found.remark());
        assertTrue(found.fitted().fit().isNone());
        assertEquals(
                FeatureShape.of(1, 28, 19), found.fitted().network().network().outputShape(FeatureShape.of(1, 30, 21)));
    }

    @ParameterizedTest
    @CsvSource({"8,8", "-1,8", "-1,-1"})
    void modelsThatTakeTheImageStayAsTheyAre(int height, int width) throws IOException {
        OnnxModel model = model(convolution(1, 1, height, width).output("y"));
        assertEquals(
                Optional.empty(), SavedSize.fit(model, FeatureShape.of(1, 8, 8)).remark());
    }

    /** Resized to 16 x 16 pixels, or averaged, or matched with a matrix: the size makes a difference. */
    @Test
    void layersThatDependOnTheSizeStayAsTheyAre() throws IOException {
        float[] matrix = new float[36];
        List<ModelBuilder> models = List.of(
                convolution(1, 1, 8, 8)
                        .initializer("sizes", ModelBuilder.wholes(1, 1, 16, 16))
                        .node("Resize", "z", "y", "", "", "sizes"),
                convolution(1, 1, 8, 8).node("GlobalAveragePool", "z", "y"),
                convolution(1, 1, 8, 8)
                        .initializer("m", ModelBuilder.reals(List.of(36L, 1L), matrix))
                        .node("Flatten", "f", "y")
                        .node("MatMul", "z", "f", "m"),
                convolution(1, 1, 8, 8)
                        .initializer("shape", ModelBuilder.wholes(1, 4, 9))
                        .node("Reshape", "z", "y", "shape"));
        for (ModelBuilder builder : models) {
            OnnxModel model = model(builder.output("z"));
            assertIsNotTaken(model);
        }
    }

    @Test
    void everyOutputHasToBeAlike() throws IOException {
        OnnxModel model = model(convolution(1, 1, 8, 8)
                .node("GlobalAveragePool", "z", "y")
                .output("y")
                .output("z"));
        assertIsNotTaken(model);
    }

    private static void assertIsNotTaken(OnnxModel model) {
        assertThrows(ShapeException.class, () -> SavedSize.fit(model, FeatureShape.of(1, 30, 21)));
    }
}
