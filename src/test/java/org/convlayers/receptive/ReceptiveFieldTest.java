package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.ReceptiveField.Bounds;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceptiveFieldTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fieldIsWhatTheDefinitionVisits(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        Random random = new Random(seed);
        List<Network.Node> nodes = drawn.network().nodes();
        int node = random.nextBoolean() ? nodes.size() - 1 : random.nextInt(nodes.size());
        int[] at = randomPixel(drawn.network().shapes(drawn.input()).get(node), random);
        ReceptiveField field = ReceptiveField.of(
                drawn.network(), drawn.input(), nodes.get(node).name(), at);
        List<Integer> pixel = Arrays.stream(at).boxed().toList();
        Set<List<Integer>> expected =
                new ReferenceField(drawn).sources(node, Set.of(pixel)).get(nodes.size());
        assertEquals(expected, PullBackTest.pixels(field.actual(), drawn.input().rank()), drawn + " at " + pixel);
        assertEquals(expected.size(), field.pixels());
        assertEquals(bounds(expected, drawn.input().rank()), field.actualBounds());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fieldOfPixelsIsTheUnionOfTheirFields(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        Random random = new Random(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        int last = drawn.network().nodes().size() - 1;
        String layer = drawn.network().output().name();
        List<PixelSet> targets = new ArrayList<>();
        List<PixelSet> fields = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int[] at = randomPixel(pullBack.shape(last), random);
            targets.add(PixelSet.ofPixel(at));
            fields.add(ReceptiveField.of(pullBack, layer, at).actual());
        }
        assertEquals(PixelSet.union(fields), pullBack.pixels(last, PixelSet.union(targets)), drawn.toString());
    }

    @Test
    void dilationOfTwoThreeTimesTouchesSevenOfThirteen() {
        ReceptiveField field = ofDilated(64, 32, 2, 2, 2);
        assertEquals(List.of(13L), field.size());
        assertEquals(7, field.pixels());
        assertEquals(7.0 / 13, field.coverage());
    }

    @Test
    void dilationOfOneTwoFiveTouchesSeventeenOfSeventeen() {
        ReceptiveField field = ofDilated(64, 32, 1, 2, 5);
        assertEquals(List.of(17L), field.size());
        assertEquals(17, field.pixels());
        assertEquals(1, field.coverage());
    }

    @Test
    void dilatedFieldAtTheBorderKeepsItsSizeAndLosesPixels() {
        ReceptiveField field = ofDilated(64, 0, 2, 2, 2);
        assertEquals(List.of(13L), field.size());
        assertEquals(new Bounds(List.of(-6L), List.of(6L)), field.virtual());
        assertEquals(Optional.of(new Bounds(List.of(0L), List.of(6L))), field.actualBounds());
        assertEquals(4, field.pixels());
    }

    @Test
    void fieldAtTheCornerIsClippedAtEveryLayer() {
        ReceptiveField field = ReceptiveField.of(chain(2, same(3), same(3)), FeatureShape.of(1, 32, 32), "1", 0, 31);
        assertEquals(new Bounds(List.of(-2L, 29L), List.of(2L, 33L)), field.virtual());
        assertEquals(Optional.of(new Bounds(List.of(0L, 29L), List.of(2L, 31L))), field.actualBounds());
        assertEquals(List.of(0.0, 31.0), field.centre());
        assertEquals(9, field.pixels());
    }

    @Test
    void strideAndPaddingAreThoseOfTheFormula() {
        ReceptiveField field = ReceptiveField.of(
                chain(2, rank -> window(rank, 3, 2, 1), same(5)), FeatureShape.of(1, 32, 32), "1", 4, 5);
        assertEquals(List.of(11L, 11L), field.size());
        assertEquals(Optional.of(List.of(2L, 2L)), field.stride());
        assertEquals(Optional.of(List.of(5L, 5L)), field.padding());
        assertEquals(new Bounds(List.of(3L, 5L), List.of(13L, 15L)), field.virtual());
    }

    /** The second layer sees places -2 and 2 of a map that begins at 0; place -2 would see image pixels 0 to 2. */
    @Test
    void paddingOfAnInnerLayerSeesNothing() {
        Window second = new Window(Extent.of(2), Extent.of(1), Extent.of(4), Padding.symmetric(Extent.of(2)));
        ReceptiveField field = ReceptiveField.of(
                chain(1, rank -> window(rank, 5, 1, 0), rank -> second), FeatureShape.of(1, 12), "1", 0);
        assertEquals(new Bounds(List.of(-2L), List.of(6L)), field.virtual());
        assertEquals(Optional.of(new Bounds(List.of(2L), List.of(6L))), field.actualBounds());
    }

    @Test
    void circularEdgesSeeTheFarSide() {
        Convolution circular = new Convolution(1, 1, same(3).apply(2), EdgeMode.CIRCULAR, 1, false);
        Network network = Network.sequence(List.of(circular));
        ReceptiveField field = ReceptiveField.of(network, FeatureShape.of(1, 8, 8), "0", 0, 0);
        assertEquals(9, field.pixels());
        assertTrue(field.actual().contains(0, 7, 7));
        assertEquals(9.0 / 64, field.coverage());
    }

    @Test
    void pixelThatSeesPaddingOnlyHasAnEmptyField() {
        ReceptiveField field =
                ReceptiveField.of(chain(2, rank -> window(rank, 1, 1, 2)), FeatureShape.of(1, 4, 4), "0", 0, 3);
        assertEquals(0, field.pixels());
        assertEquals(0, field.coverage());
        assertEquals(Optional.empty(), field.actualBounds());
    }

    @Test
    void maskHasTheShapeOfTheInput() {
        ReceptiveField field =
                ReceptiveField.of(chain(2, rank -> window(rank, 2, 1, 0)), FeatureShape.of(1, 3, 4), "0", 1, 2);
        assertEquals(0, Arrays.compare(new byte[] {0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1}, field.mask()));
    }

    /** A trillion pixels could not be visited or kept. */
    @Test
    void workDependsOnTheFieldAndNotOnTheImage() {
        ReceptiveField field = ReceptiveField.of(
                chain(2, Collections.nCopies(10, same(3)).toArray(WindowOfRank[]::new)),
                FeatureShape.of(1, 1_000_000, 1_000_000),
                "9",
                999_999,
                500_000);
        assertEquals(11L * 21, field.pixels());
    }

    @Test
    void unknownLayerIsRejectedWithTheNamesThereAre() {
        FeatureShape input = FeatureShape.of(1, 8, 8);
        Network network = chain(2, same(3), same(3));
        assertMessage(
                "there is no layer '2'; the layers are [0, 1]", () -> ReceptiveField.of(network, input, "2", 0, 0));
        assertMessage(
                "'' is the image itself, not a layer", () -> ReceptiveField.of(network, input, Network.INPUT, 0, 0));
    }

    @Test
    void pixelOutsideTheOutputIsRejected() {
        FeatureShape input = FeatureShape.of(1, 8, 9);
        Network network = chain(2, same(3));
        String message = "there is no pixel [8, 0] in the output of layer '0', which has 8x9 pixels, counted from 0";
        assertMessage(message, () -> ReceptiveField.of(network, input, "0", 8, 0));
        assertMessage(message.replace("8, 0]", "0, -1]"), () -> ReceptiveField.of(network, input, "0", 0, -1));
        assertMessage(message.replace("8, 0]", "0]"), () -> ReceptiveField.of(network, input, "0", 0));
    }

    private static void assertMessage(String expected, Runnable call) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    /** The same window on any number of axes. */
    private interface WindowOfRank {
        Window apply(int rank);
    }

    private static WindowOfRank same(int kernel) {
        return rank -> Window.ofKernel(Extent.filled(rank, kernel)).withPadding(Padding.Rule.SAME);
    }

    private static Window window(int rank, int kernel, int stride, int padding) {
        return Window.ofKernel(Extent.filled(rank, kernel))
                .withStride(Extent.filled(rank, stride))
                .withPadding(Padding.symmetric(Extent.filled(rank, padding)));
    }

    /** Layers of one channel, named by their index. */
    private static Network chain(int rank, WindowOfRank... windows) {
        return Network.sequence(Arrays.stream(windows)
                .<Layer>map(window -> new Convolution(1, 1, window.apply(rank), EdgeMode.ZEROS, 1, false))
                .toList());
    }

    /** The field of a pixel of a line after layers of kernel size 3. */
    private static ReceptiveField ofDilated(int size, int at, int... dilations) {
        WindowOfRank[] windows = Arrays.stream(dilations)
                .mapToObj(d -> (WindowOfRank) rank -> same(3).apply(rank).withDilation(Extent.filled(rank, d)))
                .toArray(WindowOfRank[]::new);
        String last = Integer.toString(dilations.length - 1);
        return ReceptiveField.of(chain(1, windows), FeatureShape.of(1, size), last, at);
    }

    private static int[] randomPixel(FeatureShape shape, Random random) {
        return Arrays.stream(shape.spatial().toArray()).map(random::nextInt).toArray();
    }

    private static Optional<Bounds> bounds(Set<List<Integer>> pixels, int rank) {
        if (pixels.isEmpty()) {
            return Optional.empty();
        }
        List<Long> min = new ArrayList<>();
        List<Long> max = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int along = axis;
            min.add(pixels.stream().mapToLong(p -> p.get(along)).min().orElseThrow());
            max.add(pixels.stream().mapToLong(p -> p.get(along)).max().orElseThrow());
        }
        return Optional.of(new Bounds(min, max));
    }
}
