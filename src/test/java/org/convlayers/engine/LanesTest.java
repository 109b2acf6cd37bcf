package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPixelHasOneLaneAtOneStep(long seed) {
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(4);
        int height = 1 + random.nextInt(30);
        int width = 1 + random.nextInt(random.nextBoolean() ? 40 : 1200);
        int rowStep = 1 + random.nextInt(4);
        Lanes lanes = new Lanes(box(5, depth, 7, height, 11, width), rowStep, random.nextInt(1000), random.nextInt(50));
        int[][][] seen = new int[depth][height][width];
        int[][] before = new int[lanes.segments()][];
        for (int step = 0; step < lanes.steps(); step++) {
            lanes.moveTo(step);
            int lane = 0;
            for (int segment = 0; segment < lanes.segments(); segment++) {
                if (lanes.width(segment) == 0) {
                    continue;
                }
                assertTrue(lanes.lane(segment) >= lane);
                lane = lanes.lane(segment) + lanes.width(segment);
                int[] place = {lanes.z(segment), lanes.y(segment), lanes.x(segment), lanes.width(segment)};
                for (int x = place[2]; x < place[2] + place[3]; x++) {
                    seen[place[0] - 5][place[1] - 7][x - 11]++;
                }
                if (lanes.follows(segment)) {
                    before[segment][1] += rowStep;
                    assertArrayEquals(before[segment], place);
                }
                before[segment] = place;
            }
            assertTrue(lane <= Strip.LENGTH);
        }
        for (int[][] slice : seen) {
            for (int[] row : slice) {
                for (int count : row) {
                    assertEquals(1, count);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 500",
        "13, 500",
        "207, 410",
        "257, 380",
        "511, 511",
        "512, 512",
        "513, 380",
        "1024, 512",
        "1025, 380"
    })
    void stripsAreFilledWell(int width, int leastLanes) {
        int height = 2000;
        Lanes lanes = new Lanes(box(0, 1, 0, height, 0, width), 1, 270, 40);
        assertTrue(width * height / lanes.steps() >= leastLanes, () -> width * height / lanes.steps() + " lanes");
    }

    private static Box box(int z, int depth, int y, int height, int x, int width) {
        return new Box(
                new AxisRanges.Range(z, z + depth - 1),
                new AxisRanges.Range(y, y + height - 1),
                new AxisRanges.Range(x, x + width - 1));
    }
}
