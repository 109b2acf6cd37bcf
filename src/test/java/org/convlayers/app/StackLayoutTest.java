package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StackLayoutTest {
    @Test
    void rowsPlanesAndStacksAreItems() {
        assertEquals(FeatureShape.of(3, 7), layout(1).shape());
        assertEquals(5 * 2 * 4, layout(1).items());
        assertEquals(FeatureShape.of(3, 5, 7), layout(2).shape());
        assertEquals(2 * 4, layout(2).items());
        assertEquals(FeatureShape.of(3, 2, 5, 7), layout(3).shape());
        assertEquals(4, layout(3).items());
    }

    private static StackLayout layout(int rank) {
        return new StackLayout(rank, 7, 5, 3, 2, 4);
    }

    @Test
    void resultKeepsWhatTheNetworkDoesNotTouch() {
        assertEquals(new StackLayout(1, 9, 5, 8, 2, 4), layout(1).withShape(FeatureShape.of(8, 9)));
        assertEquals(new StackLayout(2, 9, 6, 8, 2, 4), layout(2).withShape(FeatureShape.of(8, 6, 9)));
        assertEquals(new StackLayout(3, 9, 6, 8, 1, 4), layout(3).withShape(FeatureShape.of(8, 1, 6, 9)));
    }

    /** Every row of every plane belongs to one row of one item, and channels run fastest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void itemsFillThePlanesOnce(int rank) {
        StackLayout layout = layout(rank);
        Set<Integer> rows = new HashSet<>();
        int depth = rank == 3 ? layout.slices() : 1;
        int height = rank == 1 ? 1 : layout.height();
        for (int item = 0; item < layout.items(); item++) {
            for (int z = 0; z < depth; z++) {
                for (int c = 0; c < layout.channels(); c++) {
                    for (int y = 0; y < height; y++) {
                        int plane = layout.plane(item, z, c);
                        assertEquals(c, plane % layout.channels());
                        rows.add(plane * layout.height() + layout.firstRow(item) + y);
                    }
                }
            }
        }
        assertEquals(layout.planes() * layout.height(), rows.size());
    }

    @Test
    void sizesOfMorePlanesOrRowsThanCanBeCountedAreNamed() {
        assertTold(
                "C 200000 x Z 200 x T 100 are more than 2147483647 planes",
                () -> new StackLayout(2, 7, 5, 200_000, 200, 100).planes());
        assertTold(
                "Z 65536 x T 32768 are more than 2147483647 planes",
                () -> new StackLayout(2, 7, 5, 3, 65_536, 32_768).items());
        assertTold(
                "Y 2147483647 x Z 2147483647 x T 2147483647 are more than 2147483647 rows",
                () -> new StackLayout(1, 7, Integer.MAX_VALUE, 3, Integer.MAX_VALUE, Integer.MAX_VALUE).items());
        assertEquals(Integer.MAX_VALUE, new StackLayout(2, 7, 5, Integer.MAX_VALUE, 1, 1).planes());
    }

    private static void assertTold(String message, Executable counting) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, counting).getMessage());
    }

    @Test
    void rankIsChecked() {
        assertThrows(IllegalArgumentException.class, () -> layout(4));
    }
}
