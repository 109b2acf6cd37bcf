package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.shape.Window;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields of networks that tell channels apart and keep them apart. */
class ChannelFieldTest {
    private static final int PIXELS = 4;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void fieldAndWaysAreWhatTheDefinitionVisits(long seed) {
        RandomNetworks.Case drawn = RandomChannelNetworks.withSeed(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        ReferenceField reference = new ReferenceField(drawn);
        int last = drawn.network().nodes().size() - 1;
        Random random = new Random(seed);
        for (int i = 0; i < PIXELS; i++) {
            int y = random.nextInt(pullBack.shape(last).spatial().get(0));
            int x = random.nextInt(pullBack.shape(last).spatial().get(1));
            Set<List<Integer>> expected =
                    reference.sources(last, Set.of(List.of(y, x))).get(last + 1);
            PixelSet field = pullBack.pixels(last, PixelSet.ofPixel(y, x));
            assertEquals(expected, PullBackTest.pixels(field, 2), drawn + " at " + y + ", " + x);
            PathCounts counts = pullBack.pathCounts(last, y, x);
            for (List<Integer> pixel : PullBackTest.pixels(Region.whole(drawn.input()), 2)) {
                assertEquals(
                        expected.contains(pixel), counts.at(0, pixel.get(0), pixel.get(1)) > 0, drawn + " " + pixel);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void projectionIsTheTranspose(long seed) {
        RandomNetworks.Case drawn = RandomChannelNetworks.withSeed(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        int last = drawn.network().nodes().size() - 1;
        Random random = new Random(seed);
        int y = random.nextInt(drawn.input().spatial().get(0));
        int x = random.nextInt(drawn.input().spatial().get(1));
        Set<List<Integer>> expected = new HashSet<>();
        for (List<Integer> at : PullBackTest.pixels(Region.whole(pullBack.shape(last)), 2)) {
            if (pullBack.pixels(last, PixelSet.ofPixel(at.get(0), at.get(1))).contains(0, y, x)) {
                expected.add(at);
            }
        }
        assertEquals(
                expected,
                PullBackTest.pixels(pullBack.projection(last, PixelSet.ofPixel(y, x)), 2),
                drawn + " from " + y + ", " + x);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PixelUnshuffle(2); PixelShuffle(2) | 1 | 1",
                "PixelUnshuffle(2); Conv2d(4, 4, 1, groups=4); PixelShuffle(2) | 1 | 1",
                "PixelUnshuffle(2); Conv2d(4, 4, 3, padding=1, groups=4); PixelShuffle(2) | 9 | 1",
                "PixelUnshuffle(2); Conv2d(4, 4, 1, groups=2); PixelShuffle(2) | 2 | 1",
                "PixelUnshuffle(2); Conv2d(4, 4, 1); PixelShuffle(2) | 4 | 1",
                "PixelUnshuffle(2); MaxPool2d(3, stride=1, padding=1); ReLU(); PixelShuffle(2) | 9 | 1",
                // Every phase comes from one place of the kernel: 3 x 3 pixels, each in as many ways as there are
                // phases
                "Conv2d(1, 4, 3, padding=1); PixelShuffle(2); Conv2d(1, 1, 2, stride=2) | 9 | 4",
                "Conv2d(1, 4, 3, padding=1); PixelShuffle(2); PixelUnshuffle(2) | 9 | 4",
            })
    void channelsThatAreKeptApartAreFollowed(String layers, int pixels, int ways) {
        Network network = NetworkText.parse(layers);
        PullBack pullBack = PullBack.of(network, FeatureShape.of(1, 24, 24));
        int last = network.nodes().size() - 1;
        assertEquals(pixels, pullBack.pixels(last, PixelSet.ofPixel(9, 10)).pixels());
        assertEquals(ways, pullBack.pathCounts(last, 9, 10).max());
    }

    /** ShuffleNet: a grouped layer sees both branches only behind a shuffle of the channels. */
    @ParameterizedTest
    @CsvSource({"false, 9", "true, 49"})
    void shuffledChannelsSeeAllGroups(boolean isShuffled, int pixels) {
        FeatureShape maps = FeatureShape.of(4, 16, 16);
        int plane = 16 * 16;
        Rearrangement order = isShuffled
                ? new Rearrangement(maps, maps, List.of(2, 2, plane), List.of(plane, 2 * plane, 1), 0)
                : new Rearrangement(maps, maps, List.of(4, plane), List.of(plane, 1), 0);
        Rearrangement first =
                new Rearrangement(maps, FeatureShape.of(2, 16, 16), List.of(2, plane), List.of(plane, 1), 0);
        List<Network.Node> nodes = new ArrayList<>(NetworkText.parse("(near): Conv2d(1, 2, 3, padding=1);"
                        + "(far): Conv2d(1, 2, 7, padding=3, input='input'); (both): Concat(inputs=('near', 'far'))")
                .nodes());
        nodes.add(new Network.Node("order", order, List.of("both")));
        nodes.add(new Network.Node(
                "grouped",
                new Convolution(4, 4, Window.ofKernel(Extent.of(1, 1)), EdgeMode.ZEROS, 2, true),
                List.of("order")));
        nodes.add(new Network.Node("first", first, List.of("grouped")));
        PullBack pullBack = PullBack.of(new Network(nodes), FeatureShape.of(1, 16, 16));
        assertEquals(pixels, pullBack.pixels(5, PixelSet.ofPixel(8, 8)).pixels());
    }

    /** 192 channels that stay apart through ten layers: what a second of a live field asks for, with patience. */
    @Test
    void manyChannelsApartCostLittle() {
        Network network = NetworkText.parse("PixelUnshuffle(8);"
                + "Conv2d(192, 192, 3, padding=1, groups=192);".repeat(10)
                + "PixelShuffle(8); Conv2d(3, 3, 3, padding=1)");
        PullBack pullBack = PullBack.of(network, FeatureShape.of(3, 512, 512));
        PixelSet target = PixelSet.ofPixel(250, 250);
        // Behind nine pixels lie nine phases, each on its own grid of 21 x 21
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 60; i++) {
                assertEquals(9 * 21 * 21, pullBack.pixels(12, target).pixels());
            }
        });
    }
}
