package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers for images whose feature maps have more values than an array holds. */
class LargeImportTest {
    /** As many maps as make more than 2^31 values of the images, which have few themselves. */
    private static OnnxModel manyMaps() throws IOException {
        long maps = 200;
        float[] weights = new float[Math.toIntExact(maps)];
        return OnnxModel.read(
                "model.onnx",
                new ModelBuilder(13)
                        .input("x", 1, 1, -1, -1)
                        .initializer("w", ModelBuilder.reals(List.of(maps, 1L, 1L, 1L), weights))
                        .initializer("v", ModelBuilder.reals(List.of(1L, maps, 1L, 1L), weights))
                        .node("Conv", "many", "x", "w")
                        .node("Relu", "positive", "many")
                        .node("Conv", "y", "positive", "v")
                        .output("y")
                        .bytes());
    }

    @ParameterizedTest
    @CsvSource({"4000, 4000", "3500, 3300", "16000000, 1"})
    void imagesOfFewValuesMayHaveManyMaps(int height, int width) throws IOException {
        FeatureShape small = FeatureShape.of(1, 8, 8);
        FeatureShape item = FeatureShape.of(1, height, width);
        ImportedNetwork imported = manyMaps().forImage(item);
        assertEquals(manyMaps().forImage(small).network(), imported.network());
        assertEquals(item, imported.network().outputShape(item));
    }
}
