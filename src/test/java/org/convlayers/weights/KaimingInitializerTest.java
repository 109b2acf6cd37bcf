package org.convlayers.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KaimingInitializerTest {
    private static Convolution convolution(int in, int out, int groups, int... kernel) {
        return new Convolution(in, out, Window.ofKernel(Extent.of(kernel)), EdgeMode.ZEROS, groups, true);
    }

    private static Weights kaiming(long seed, Layer... layers) {
        return new KaimingInitializer().initialize(Network.sequence(List.of(layers)), seed);
    }

    /** The sequence of seed 1234567, as published with Vigna's generator. */
    @Test
    void theGeneratorIsSplitMix64() {
        SplitMix64 random = new SplitMix64(1234567);
        long[] expected = {
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821")
        };
        assertArrayEquals(
                expected,
                IntStream.range(0, 5).mapToLong(i -> random.nextLong()).toArray());
    }

    /** fan_in is 8/2 * 3 * 5 = 60 for the weight and for the bias. */
    @Test
    void weightAndBiasStayWithinTheBoundAndReachFar() {
        Weights weights = kaiming(0, convolution(8, 400, 2, 3, 5));
        double bound = 1 / Math.sqrt(60);
        for (String name : List.of("0.weight", "0.bias")) {
            double widest = 0;
            for (float value : weights.get(name).data()) {
                widest = Math.max(widest, Math.abs(value));
            }
            assertTrue(widest <= bound, name + " reaches " + widest);
            assertTrue(widest > 0.98 * bound, name + " reaches only " + widest);
        }
    }

    /** Mean 0 and variance bound^2 / 3, each within five standard errors of 72,000 uniform numbers. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, -1, Long.MAX_VALUE})
    void numbersAreUniform(long seed) {
        float[] values =
                kaiming(seed, convolution(80, 100, 1, 3, 3)).get("0.weight").data();
        double bound = 1 / Math.sqrt(80 * 9);
        double variance = bound * bound / 3;
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        double spread = IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .average()
                .orElseThrow();
        double products = IntStream.range(1, values.length)
                .mapToDouble(i -> (double) values[i] * values[i - 1])
                .average()
                .orElseThrow();
        double n = values.length;
        assertEquals(0, mean, 5 * Math.sqrt(variance / n));
        assertEquals(variance, spread, 5 * variance * Math.sqrt(0.8 / n));
        assertEquals(0, products, 5 * variance / Math.sqrt(n));
    }

    @Test
    void aSeedGivesTheSameNumbersAgainAndAnotherSeedGivesOthers() {
        Convolution layer = convolution(3, 4, 1, 3, 3);
        assertEquals(kaiming(7, layer).sha256(), kaiming(7, layer).sha256());
        assertNotEquals(kaiming(7, layer).sha256(), kaiming(8, layer).sha256());
        float seven = kaiming(7, layer).get("0.weight").data()[0];
        assertNotEquals(seven, kaiming(8, layer).get("0.weight").data()[0], 1e-6);
    }

    @Test
    void aLayerKeepsItsNumbersWhateverStandsBehindIt() {
        Convolution first = convolution(3, 4, 1, 3, 3);
        Convolution second = convolution(4, 4, 1, 3, 3);
        Weights alone = kaiming(3, first);
        Weights both = kaiming(3, first, Activation.of(ActivationFunction.RELU), second);
        assertArrayEquals(alone.get("0.weight").data(), both.get("0.weight").data());
        assertFalse(Arrays.equals(both.get("0.bias").data(), both.get("2.bias").data()));
    }
}
