package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelSetTest {
    private static final Extent MAP = Extent.of(5, 7, 9);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void unionHoldsThePixelsOfAllRegions(long seed) {
        List<Region> regions = randomRegions(new Random(seed));
        PixelSet set = PixelSet.ofRegions(regions);
        Set<List<Integer>> expected = new HashSet<>();
        regions.forEach(region -> expected.addAll(PullBackTest.pixels(region, 3)));
        assertEquals(expected, PullBackTest.pixels(set, 3));
        assertEquals(expected.size(), set.pixels(), "regions of a set are disjoint");
        byte[] mask = set.mask(MAP);
        for (int z = 0; z < MAP.get(0); z++) {
            for (int y = 0; y < MAP.get(1); y++) {
                for (int x = 0; x < MAP.get(2); x++) {
                    boolean present = expected.contains(List.of(z, y, x));
                    assertEquals(present, set.contains(z, y, x));
                    assertEquals(present ? 1 : 0, mask[(z * MAP.get(1) + y) * MAP.get(2) + x]);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalPixelsAreEqualSetsHoweverTheyCameTogether(long seed) {
        Random random = new Random(seed);
        List<Region> regions = randomRegions(random);
        PixelSet set = PixelSet.ofRegions(regions);
        List<Region> pieces = new ArrayList<>(regions);
        regions.forEach(region -> region.boxes().forEach(box -> pieces.add(Region.of(box))));
        Collections.shuffle(pieces, random);
        PixelSet again = PixelSet.union(pieces.stream().map(PixelSet::of).toList());
        assertEquals(set, again);
        assertEquals(set.hashCode(), again.hashCode());
    }

    @Test
    void productIsKeptAsOneRegion() {
        Region left = region(AxisRanges.of(0, 0), AxisRanges.of(0, 4), AxisRanges.of(0, 2));
        Region right = region(AxisRanges.of(0, 0), AxisRanges.of(0, 4), AxisRanges.of(2, 8));
        assertEquals(
                List.of(region(AxisRanges.of(0, 0), AxisRanges.of(0, 4), AxisRanges.of(0, 8))),
                PixelSet.ofRegions(List.of(left, right)).regions());
    }

    @Test
    void boundsSpanHoles() {
        AxisRanges taps = AxisRanges.of(1, 1).union(AxisRanges.of(5, 5));
        PixelSet set = PixelSet.of(region(AxisRanges.of(2, 2), taps, taps));
        AxisRanges.Range hull = new AxisRanges.Range(1, 5);
        assertEquals(Optional.of(new Box(new AxisRanges.Range(2, 2), hull, hull)), set.bounds());
    }

    @Test
    void emptySetHasNoBoundsAndNoPixel() {
        PixelSet empty = PixelSet.of(Region.EMPTY);
        assertTrue(empty.isEmpty());
        assertEquals(Optional.empty(), empty.bounds());
        assertEquals(0, empty.pixels());
        assertFalse(empty.contains(0, 0, 0));
        byte[] mask = empty.mask(Extent.of(2, 2));
        assertEquals(0, Arrays.compare(new byte[4], mask));
    }

    @Test
    void maskOfASmallerMapIsRejected() {
        PixelSet set = PixelSet.of(region(AxisRanges.of(0, 0), AxisRanges.of(0, 3), AxisRanges.of(0, 5)));
        assertEquals(24, set.mask(Extent.of(4, 6)).length);
        assertThrows(IllegalArgumentException.class, () -> set.mask(Extent.of(4, 5)));
        assertThrows(IllegalArgumentException.class, () -> set.mask(Extent.of(100_000, 100_000)));
    }

    private static Region region(AxisRanges depth, AxisRanges height, AxisRanges width) {
        return new Region(depth, height, width);
    }

    private static List<Region> randomRegions(Random random) {
        List<Region> regions = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            regions.add(region(ranges(random, 0), ranges(random, 1), ranges(random, 2)));
        }
        return regions;
    }

    /** Up to three ranges, sometimes none. */
    private static AxisRanges ranges(Random random, int axis) {
        AxisRanges ranges = AxisRanges.EMPTY;
        for (int i = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3); i > 0; i--) {
            int first = random.nextInt(MAP.get(axis));
            int last = Math.min(first + random.nextInt(3), MAP.get(axis) - 1);
            ranges = ranges.union(AxisRanges.of(first, last));
        }
        return ranges;
    }
}
