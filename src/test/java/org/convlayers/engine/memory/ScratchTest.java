package org.convlayers.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import org.convlayers.engine.layer.Epilogue;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.Region;
import org.convlayers.shape.ShapeException;
import org.junit.jupiter.api.Test;

/** What is too much for one array or one stack. */
final class ScratchTest {
    @Test
    void planesThatNoArrayHoldsAreNamed() {
        Region region = Region.of(new Box(new Range(0, 0), new Range(0, 49_999), new Range(0, 59_999)));
        ShapeException error = assertThrows(ShapeException.class, () -> new Scratch().block(1, region));
        assertEquals(
                "a tile needs 60000 x 50000 pixels (width x height) of a feature map at once, but an array holds up to"
                        + " 2147483519; take smaller tiles",
                error.getMessage());
    }

    /** Tiles at the borders are smaller than those inside: their arrays must not stay beside those of the larger ones. */
    @Test
    void shorterArraysAreGivenUpForLongerOnes() {
        Scratch scratch = new Scratch();
        for (int length = 64; length <= 6400; length += 64) {
            scratch.give(scratch.take(length));
        }
        assertEquals(6400 * Float.BYTES, scratch.bytesHeld());
    }

    @Test
    void arraysInUseStayBesideLongerOnes() {
        Scratch scratch = new Scratch();
        float[] shorter = scratch.take(64);
        float[] longer = scratch.take(128);
        scratch.give(shorter);
        scratch.give(longer);
        assertEquals((64 + 128) * Float.BYTES, scratch.bytesHeld());
        assertEquals(0, scratch.bytesInUse());
    }

    @Test
    void anyNumberOfEpiloguesFollowOneAnother() {
        Epilogue addOne = (channel, values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i]++;
            }
        };
        int count = 20_000;
        Epilogue all = Collections.nCopies(count, addOne).stream().reduce(Epilogue.NONE, Epilogue::andThen);
        float[] values = new float[3];
        all.apply(0, values, 1, 3);
        float[] expected = new float[3];
        Arrays.fill(expected, 1, 3, count);
        assertArrayEquals(expected, values);
    }
}
