package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PullBackTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /**
     * Without transposed convolutions at the begin, whose region is not tight if they are dilated, and without upsampling,
     * which reads pixels of weight 0.
     */
    static LongStream tightSeeds() {
        return seeds().filter(seed -> {
            Layer first = RandomNetworks.withSeed(seed).network().nodes().get(0).layer();
            return !(first instanceof TransposedConvolution) && !(first instanceof Upsampling);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void regionsHoldEveryPixelThatIsNeeded(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        int last = drawn.network().nodes().size() - 1;
        Region tile = randomTile(drawn.network().outputShape(drawn.input()), new Random(seed));
        NeededRegions needed = PullBack.of(drawn.network(), drawn.input()).regions(tile);
        List<Set<List<Integer>>> exact = new ReferenceField(drawn)
                .sources(last, pixels(tile, drawn.input().rank()));
        for (int node = -1; node <= last; node++) {
            Set<List<Integer>> region = pixels(needed.of(node), drawn.input().rank());
            Set<List<Integer>> expected = exact.get(node < 0 ? last + 1 : node);
            assertTrue(region.containsAll(expected), drawn + ", node " + node + ": " + region + " " + expected);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void pixelsBehindATileAreWhatTheDefinitionVisits(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        int last = drawn.network().nodes().size() - 1;
        Region tile = randomTile(drawn.network().outputShape(drawn.input()), new Random(seed));
        PixelSet found = PullBack.of(drawn.network(), drawn.input()).pixels(last, PixelSet.of(tile));
        Set<List<Integer>> expected = new ReferenceField(drawn)
                .sources(last, pixels(tile, drawn.input().rank()))
                .get(last + 1);
        assertEquals(expected, pixels(found, drawn.input().rank()), drawn.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("tightSeeds")
    void regionsOfALayerEndAtPixelsThatAreNeededOrAtTheBorder(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        Network first = drawn.network().upTo(drawn.network().nodes().get(0).name());
        Region tile = randomTile(first.outputShape(drawn.input()), new Random(seed));
        Region region = PullBack.of(first, drawn.input()).regions(tile).input();
        Set<List<Integer>> exact = new ReferenceField(new RandomNetworks.Case(first, drawn.input()))
                .sources(0, pixels(tile, drawn.input().rank()))
                .get(1);
        for (int axis = 0; axis < drawn.input().rank(); axis++) {
            int along = axis;
            Set<Integer> needed =
                    exact.stream().map(pixel -> pixel.get(along)).collect(Collectors.toCollection(TreeSet::new));
            int size = drawn.input().spatial().get(axis);
            for (AxisRanges.Range range :
                    region.axis(3 - drawn.input().rank() + axis).ranges()) {
                assertTrue(range.first() == 0 || needed.contains(range.first()), drawn + ": " + range);
                assertTrue(range.last() == size - 1 || needed.contains(range.last()), drawn + ": " + range);
            }
        }
    }

    @Test
    void circularEdgeAsksForTheFarSide() {
        Network network = convolution(3, 1, EdgeMode.CIRCULAR);
        Region corner = Region.of(
                new Box(new AxisRanges.Range(0, 0), new AxisRanges.Range(0, 1), new AxisRanges.Range(62, 63)));
        NeededRegions needed = PullBack.of(network, FeatureShape.of(1, 64, 64)).regions(corner);
        assertEquals("0..2,63..63", needed.input().height().toString());
        assertEquals("0..0,61..63", needed.input().width().toString());
        assertEquals(4, needed.input().boxes().size());
    }

    @Test
    void outputPixelInThePaddingNeedsNothing() {
        Window window = Window.ofKernel(Extent.of(2, 2)).withPadding(Padding.symmetric(Extent.of(3, 3)));
        Network network = Network.sequence(List.of(new Convolution(1, 1, window, EdgeMode.ZEROS, 1, false)));
        Region corner =
                Region.of(new Box(new AxisRanges.Range(0, 0), new AxisRanges.Range(0, 1), new AxisRanges.Range(0, 4)));
        assertEquals(
                Region.EMPTY,
                PullBack.of(network, FeatureShape.of(1, 8, 8)).regions(corner).input());
    }

    @Test
    void whatIsComputedInBlocksNeedsTheInputOfWholeBlocks() {
        Network network = convolution(3, 1, EdgeMode.ZEROS);
        Region rows = Region.of(
                new Box(new AxisRanges.Range(0, 0), new AxisRanges.Range(9, 12), new AxisRanges.Range(20, 21)));
        PullBack pullBack = PullBack.ofBlocks(network, FeatureShape.of(1, 14, 64), List.of(Extent.of(1, 4, 5)));
        NeededRegions needed = pullBack.regions(rows);
        assertEquals("7..13", needed.input().height().toString());
        assertEquals("19..25", needed.input().width().toString());
        assertEquals(rows, needed.of(0));
    }

    @Test
    void regionOutsideTheOutputIsRejected() {
        PullBack pullBack = PullBack.of(convolution(3, 1, EdgeMode.ZEROS), FeatureShape.of(1, 64, 64));
        Region outside = Region.whole(FeatureShape.of(1, 65, 64));
        assertThrows(IllegalArgumentException.class, () -> pullBack.regions(outside));
        assertThrows(IllegalArgumentException.class, () -> pullBack.pixels(0, PixelSet.of(outside)));
    }

    private static Network convolution(int kernel, int dilation, EdgeMode edges) {
        Window window = Window.ofKernel(Extent.of(kernel, kernel))
                .withDilation(Extent.of(dilation, dilation))
                .withPadding(Padding.Rule.SAME);
        return Network.sequence(List.of(new Convolution(1, 1, window, edges, 1, false)));
    }

    private static Region randomTile(FeatureShape shape, Random random) {
        Extent size = shape.spatial().to3D(1);
        AxisRanges[] axes = new AxisRanges[3];
        for (int axis = 0; axis < 3; axis++) {
            int first = random.nextInt(size.get(axis));
            axes[axis] = AxisRanges.of(first, first + random.nextInt(size.get(axis) - first));
        }
        return new Region(axes[0], axes[1], axes[2]);
    }

    /** The pixels of a region as coordinates on the last {@code rank} axes. */
    static Set<List<Integer>> pixels(Region region, int rank) {
        Set<List<Integer>> pixels = Set.of(List.of());
        for (int axis = 3 - rank; axis < 3; axis++) {
            int along = axis;
            pixels = pixels.stream()
                    .flatMap(begun -> region.axis(along).ranges().stream()
                            .flatMap(range -> IntStream.rangeClosed(range.first(), range.last())
                                    .mapToObj(pixel -> append(begun, pixel))))
                    .collect(Collectors.toSet());
        }
        return pixels;
    }

    static Set<List<Integer>> pixels(PixelSet set, int rank) {
        return set.regions().stream()
                .flatMap(region -> pixels(region, rank).stream())
                .collect(Collectors.toSet());
    }

    private static List<Integer> append(List<Integer> begun, int pixel) {
        List<Integer> longer = new ArrayList<>(begun);
        longer.add(pixel);
        return List.copyOf(longer);
    }
}
