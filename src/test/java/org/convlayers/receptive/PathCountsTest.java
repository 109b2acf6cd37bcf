package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.convlayers.golden.ReceptiveCase;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathCountsTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("org.convlayers.golden.Goldens#pathCounts")
    void countsAreTheGradientOfPyTorchWithWeightsOfOne(ReceptiveCase golden) {
        Network network = NetworkText.parse(golden.text());
        PullBack pullBack = PullBack.of(network, golden.input());
        int last = network.nodes().size() - 1;
        for (ReceptiveCase.View view : golden.views()) {
            PathCounts counts = pullBack.pathCounts(last, view.at().toArray());
            Extent size = golden.input().spatial().to3D(1);
            int index = 0;
            for (int z = 0; z < size.get(0); z++) {
                for (int y = 0; y < size.get(1); y++) {
                    for (int x = 0; x < size.get(2); x++) {
                        String where = view.at() + " from " + z + ", " + y + ", " + x;
                        assertEquals(view.mask().data()[index++], counts.at(z, y, x), where);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPixelIsInTheFieldExactlyIfThereIsAWayFromIt(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.input());
        int last = drawn.network().nodes().size() - 1;
        int[] middle = Arrays.stream(pullBack.shape(last).spatial().toArray())
                .map(size -> size / 2)
                .toArray();
        PixelSet field = pullBack.pixels(last, PixelSet.ofPixel(middle));
        PathCounts counts = pullBack.pathCounts(last, middle);
        Extent size = drawn.input().spatial().to3D(1);
        for (int z = 0; z < size.get(0); z++) {
            for (int y = 0; y < size.get(1); y++) {
                for (int x = 0; x < size.get(2); x++) {
                    assertEquals(field.contains(z, y, x), counts.at(z, y, x) > 0, drawn.toString());
                }
            }
        }
    }

    @Test
    void threeKernelsOfThreeCountAsTheirFormulaSays() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("Conv1d(1, 1, 3, padding=1); ".repeat(3)), FeatureShape.of(1, 21));
        PathCounts counts = pullBack.pathCounts(2, 10);
        // (1 + x + x^2)^3
        double[] expected = {1, 3, 6, 7, 6, 3, 1};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], counts.at(0, 0, 7 + i));
        }
        assertEquals(7, counts.max());
        assertEquals(0, counts.at(0, 0, 6));
    }

    @Test
    void whereThereIsNoWayNothingIsCounted() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("ConvTranspose1d(1, 1, 1, stride=2)"), FeatureShape.of(1, 20));
        PathCounts counts = pullBack.pathCounts(0, 7);
        assertTrue(counts.isEmpty());
        assertEquals(0, counts.max());
        assertThrows(IllegalStateException.class, counts::box);
    }

    @Test
    void fieldsThatAreTooLargeAreRefused() {
        PullBack pullBack = PullBack.of(NetworkText.parse("AdaptiveAvgPool2d(1)"), FeatureShape.of(1, 5000, 5000));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> pullBack.pathCounts(0, 0, 0));
        assertEquals(
                "the ways through a field of 25000000 pixels are not counted; the limit is 16777216", e.getMessage());
    }
}
