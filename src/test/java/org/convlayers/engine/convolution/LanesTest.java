package org.convlayers.engine.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.convlayers.engine.kernel.Strip;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LanesTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPixelHasOneLaneInOneRowOfOnePass(long seed) {
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(4);
        int height = 1 + random.nextInt(30);
        int width = 1 + random.nextInt(random.nextBoolean() ? 40 : 1200);
        int rowStep = 1 + random.nextInt(4);
        int room = random.nextBoolean() ? 0 : random.nextInt(200);
        Lanes.Work work = new Lanes.Work(
                random.nextInt(1000),
                random.nextInt(100),
                random.nextInt(50),
                random.nextInt(50),
                random.nextInt(5),
                1);
        int[][][] seen = new int[depth][height][width];
        for (Lanes lanes : Lanes.covering(box(5, depth, 7, height, 11, width), rowStep, room, work)) {
            countPixels(lanes, rowStep, room, seen);
        }
        for (int[][] slice : seen) {
            for (int[] row : slice) {
                for (int count : row) {
                    assertEquals(1, count);
                }
            }
        }
    }

    private static void countPixels(Lanes lanes, int rowStep, int room, int[][][] seen) {
        for (int pass = 0; pass < lanes.passes(); pass++) {
            lanes.moveTo(pass);
            assertSegmentsAreApart(lanes, room);
            for (int segment = 0; segment < lanes.segments(); segment++) {
                assertTrue(lanes.rows(segment) <= lanes.runLength());
                for (int row = 0; row < lanes.rows(segment); row++) {
                    assertEquals(lanes.y(segment, 0) + row * rowStep, lanes.y(segment, row));
                    for (int x = 0; x < lanes.width(segment); x++) {
                        seen[lanes.z(segment) - 5][lanes.y(segment, row) - 7][lanes.x(segment) - 11 + x]++;
                    }
                }
            }
        }
    }

    private static void assertSegmentsAreApart(Lanes lanes, int room) {
        int lane = Strip.FIRST;
        for (int segment = 0; segment < lanes.segments(); segment++) {
            if (lanes.rows(segment) > 0) {
                assertTrue(lanes.lane(segment) >= lane);
                lane = lanes.lane(segment) + lanes.width(segment) + room;
            }
        }
        assertTrue(lane <= lanes.length().end());
    }

    @ParameterizedTest
    @CsvSource({"1", "13", "100", "129", "207", "257", "300", "511", "512", "513", "640", "700", "1025", "1388"})
    void rowsOfAnyWidthFillStripsWell(int width) {
        int height = 512;
        int computed = computedLanes(box(0, 1, 0, height, 0, width), new Lanes.Work(270, 0, 9, 10, 2, 1));
        assertTrue(width * height >= 0.75 * computed, () -> width * height + " of " + computed + " lanes");
    }

    @ParameterizedTest
    @CsvSource({"7, 40", "13, 13", "64, 64"})
    void slicesOfSmallVolumesLieSideBySide(int depth, int size) {
        int pixels = depth * size * size;
        int computed = computedLanes(box(0, depth, 0, size, 0, size), new Lanes.Work(216, 0, 72, 8, 2, 1));
        assertTrue(pixels >= 0.7 * computed, () -> pixels + " of " + computed + " lanes");
    }

    private static int computedLanes(Box box, Lanes.Work work) {
        int computed = 0;
        for (Lanes lanes : Lanes.covering(box, 1, work)) {
            for (int pass = 0; pass < lanes.passes(); pass++) {
                lanes.moveTo(pass);
                computed += lanes.runLength() * lanes.length().lanes();
            }
        }
        return computed;
    }

    private static Box box(int z, int depth, int y, int height, int x, int width) {
        return new Box(
                new AxisRanges.Range(z, z + depth - 1),
                new AxisRanges.Range(y, y + height - 1),
                new AxisRanges.Range(x, x + width - 1));
    }
}
