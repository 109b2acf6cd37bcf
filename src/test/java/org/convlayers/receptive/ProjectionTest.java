package org.convlayers.receptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.convlayers.engine.RandomSizeNetwork;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An output pixel is in the projective field of an input pixel exactly if that one is in its receptive field. */
class ProjectionTest {
    private static final int SOURCES = 4;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Convolutions of every kind, branches, padding layers; the receptive fields are those of the definition. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void projectionIsTheTransposeOfTheDefinition(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        ReferenceField reference = new ReferenceField(drawn);
        int last = drawn.network().nodes().size() - 1;
        assertTransposed(
                drawn.network(),
                drawn.input(),
                seed,
                at -> reference.sources(last, Set.of(at)).get(last + 1));
    }

    /** Transposed convolutions, pooling and upsampling; their receptive fields are compared with PyTorch elsewhere. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void projectionIsTheTransposeBehindLayersThatChangeSizes(long seed) {
        RandomSizeNetwork.Case drawn = RandomSizeNetwork.withSeed(seed);
        PullBack pullBack = PullBack.of(drawn.network(), drawn.shape());
        int last = drawn.network().nodes().size() - 1;
        int rank = drawn.shape().rank();
        assertTransposed(drawn.network(), drawn.shape(), seed, at -> {
            int[] pixel = at.stream().mapToInt(Integer::intValue).toArray();
            return PullBackTest.pixels(pullBack.pixels(last, PixelSet.ofPixel(pixel)), rank);
        });
    }

    private static void assertTransposed(
            Network network, FeatureShape input, long seed, Function<List<Integer>, Set<List<Integer>>> fields) {
        int rank = input.rank();
        List<List<Integer>> inputs = new ArrayList<>(PullBackTest.pixels(Region.whole(input), rank));
        Set<List<Integer>> asked = new HashSet<>();
        Map<List<Integer>, Set<List<Integer>>> fieldOf = new HashMap<>();
        for (List<Integer> at : PullBackTest.pixels(Region.whole(network.outputShape(input)), rank)) {
            fieldOf.put(at, fields.apply(at));
        }
        Random random = new Random(seed);
        for (int i = 0; i < SOURCES; i++) {
            asked.add(inputs.get(random.nextInt(inputs.size())));
            Set<List<Integer>> expected = new HashSet<>();
            fieldOf.forEach((at, field) -> {
                if (field.stream().anyMatch(asked::contains)) {
                    expected.add(at);
                }
            });
            PixelSet sources = PixelSet.union(asked.stream()
                    .map(pixel -> PixelSet.ofPixel(
                            pixel.stream().mapToInt(Integer::intValue).toArray()))
                    .toList());
            PixelSet found =
                    PullBack.of(network, input).projection(network.nodes().size() - 1, sources);
            assertEquals(expected, PullBackTest.pixels(found, rank), network + " of " + input + " from " + asked);
        }
    }

    /** Output u of stride 2 sees 2u - 1 to 2u + 1: pixel 4 is in that of 2 only, pixel 5 in those of 2 and 3. */
    @Test
    void strideTwoIsMetOnceOrTwice() {
        PullBack pullBack =
                PullBack.of(NetworkText.parse("Conv1d(1, 1, 3, stride=2, padding=1)"), FeatureShape.of(1, 16));
        assertEquals(PixelSet.ofPixel(2), pullBack.projection(0, PixelSet.ofPixel(4)));
        assertEquals(
                PixelSet.union(List.of(PixelSet.ofPixel(2), PixelSet.ofPixel(3))),
                pullBack.projection(0, PixelSet.ofPixel(5)));
    }

    @Test
    void noPixelInfluencesNothing() {
        PullBack pullBack = PullBack.of(NetworkText.parse("Conv1d(1, 1, 3)"), FeatureShape.of(1, 16));
        assertEquals(PixelSet.EMPTY, pullBack.projection(0, PixelSet.EMPTY));
    }

    @Test
    void pixelOutsideTheInputIsRefused() {
        PullBack pullBack = PullBack.of(NetworkText.parse("Conv1d(1, 1, 3)"), FeatureShape.of(1, 16));
        assertThrows(IllegalArgumentException.class, () -> pullBack.projection(0, PixelSet.ofPixel(16)));
    }
}
