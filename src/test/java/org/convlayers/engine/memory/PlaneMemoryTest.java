package org.convlayers.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.junit.jupiter.api.Test;

class PlaneMemoryTest {
    private static final int MEGABYTE = 1 << 18; // floats

    private static Block map(float[]... channels) {
        float[][][] planes = new float[channels.length][][];
        for (int c = 0; c < channels.length; c++) {
            planes[c] = new float[][] {channels[c]};
        }
        FeatureShape shape = FeatureShape.of(channels.length, 1, 10);
        return Block.view(shape, planes, Box.whole(shape));
    }

    @Test
    void planesAreUsedAgain() {
        PlaneMemory memory = new PlaneMemory();
        float[] plane = memory.take(100);
        assertNotSame(plane, memory.take(100));
        memory.give(map(plane));
        assertSame(plane, memory.take(30));
        assertEquals(800, memory.bytesInUse());
        assertEquals(800, memory.bytesHeld());
    }

    @Test
    void muchLongerOnesAreNotWasted() {
        PlaneMemory memory = new PlaneMemory();
        memory.give(map(memory.take(1000)));
        assertEquals(200, memory.take(200).length);
        assertEquals(1000, memory.take(250).length);
    }

    @Test
    void planesThatWereNeverMadeAreNotGivenBack() {
        PlaneMemory memory = new PlaneMemory();
        memory.give(map(memory.take(10), null));
        assertEquals(0, memory.bytesInUse());
        assertEquals(40, memory.bytesHeld());
    }

    @Test
    void smallMapsOfManySizesAreAllHeld() {
        PlaneMemory memory = new PlaneMemory();
        for (int length = MEGABYTE; length >= 64; length /= 8) {
            memory.give(map(memory.take(length)));
        }
        long held = memory.bytesHeld();
        for (int length = MEGABYTE; length >= 64; length /= 8) {
            memory.give(map(memory.take(length)));
        }
        assertEquals(held, memory.bytesHeld());
        assertTrue(held > Float.BYTES * MEGABYTE);
    }

    @Test
    void largeMapsAreDroppedForMapsOfAnotherSize() {
        PlaneMemory memory = new PlaneMemory();
        memory.give(map(memory.take(40 * MEGABYTE)));
        memory.give(map(memory.take(5 * MEGABYTE)));
        memory.give(map(memory.take(41 * MEGABYTE)));
        assertEquals(0, memory.bytesInUse());
        assertEquals(41L * Float.BYTES * MEGABYTE, memory.bytesHeld());
    }
}
