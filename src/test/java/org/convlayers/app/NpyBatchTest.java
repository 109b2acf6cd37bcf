package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;

class NpyBatchTest {
    @Test
    void theRankOfTheNetworkDecides() {
        assertEquals(new NpyBatch(1, false, FeatureShape.of(3, 5, 7)), NpyBatch.of(List.of(3, 5, 7), 2));
        assertEquals(new NpyBatch(3, true, FeatureShape.of(5, 7)), NpyBatch.of(List.of(3, 5, 7), 1));
        assertEquals(new NpyBatch(2, true, FeatureShape.of(3, 5, 7)), NpyBatch.of(List.of(2, 3, 5, 7), 2));
        assertEquals(new NpyBatch(1, false, FeatureShape.of(2, 3, 5, 7)), NpyBatch.of(List.of(2, 3, 5, 7), 3));
    }

    @Test
    void resultsKeepTheBatchAxis() {
        FeatureShape output = FeatureShape.of(8, 2, 3);
        assertEquals(
                List.of(8, 2, 3),
                NpyBatch.of(List.of(3, 5, 7), 2).withItem(output).shape());
        assertEquals(
                List.of(1, 8, 2, 3),
                NpyBatch.of(List.of(1, 3, 5, 7), 2).withItem(output).shape());
    }

    @Test
    void otherRanksAreRefusedInPyTorchsWords() {
        ShapeException error = assertThrows(ShapeException.class, () -> NpyBatch.of(List.of(4, 4), 2));
        assertEquals(
                "Expected 3D (unbatched) or 4D (batched) input for 2 spatial axes, but got input of size: [4, 4]",
                error.getMessage());
        assertThrows(ShapeException.class, () -> NpyBatch.of(List.of(1, 1, 1, 4, 4), 2));
    }
}
