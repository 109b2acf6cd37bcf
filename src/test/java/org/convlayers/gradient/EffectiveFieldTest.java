package org.convlayers.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveFieldTest {
    private static final List<Double> PIXELS = List.of(1.0, 1.0);

    /** The field of the middle pixel where all weights are the same. */
    private static EffectiveField uniform(String text, float weight, int... size) {
        Network network = NetworkText.parse(text);
        Map<String, Tensor> tensors = new HashMap<>();
        for (Layer.Parameter parameter : network.parameters()) {
            float[] values = new float[(int) parameter.elements()];
            Arrays.fill(values, weight);
            tensors.put(parameter.name(), new Tensor(values, parameter.shape()));
        }
        FeatureShape input = FeatureShape.of(1, size);
        int[] at = Arrays.stream(network.outputShape(input).spatial().toArray())
                .map(n -> n / 2)
                .toArray();
        GradientPlan plan = GradientPlan.of(
                Measure.GRADIENT,
                network,
                new Weights(network, tensors),
                input,
                network.output().name(),
                at);
        int pixels = (int) input.spatial().product();
        ArraySource source = size.length == 3
                ? new ArraySource(input, new float[][][][] {{new float[size[0]][pixels / size[0]]}})
                : new ArraySource(input, new float[][][][] {{{new float[pixels]}}});
        return EffectiveField.of(plan.run(source, 0, Monitor.NONE));
    }

    private static void assertClose(List<Double> expected, List<Double> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), 1e-9);
        }
    }

    private static String layers(int count, int kernel) {
        return ("Conv2d(1, 1, " + kernel + ", padding='same', bias=False); ").repeat(count);
    }

    @ParameterizedTest
    @CsvSource({"1,3", "4,3", "10,3", "5,5", "3,7", "2,2"})
    void equalWeightsGiveSigmaByTheFormula(int count, int kernel) {
        EffectiveField field = uniform(layers(count, kernel), 0.1f, 91, 93);
        double expected = Math.sqrt(count * (kernel * kernel - 1) / 12.0);
        assertEquals(expected, field.sigma().get(0), 1e-9);
        assertEquals(expected, field.sigma().get(1), 1e-9);
        assertEquals(1, Arrays.stream(field.weights()).sum(), 1e-12);
    }

    @Test
    void centreIsWhereTheOutputPixelLooks() {
        EffectiveField field = uniform(layers(3, 3), 1, 41, 31);
        assertEquals(20, field.centre().get(0), 1e-12);
        assertEquals(15, field.centre().get(1), 1e-12);
    }

    @Test
    void radiiAreThoseOfTheSmallestDiscs() {
        EffectiveField field = uniform("Conv2d(1, 1, 5, padding=2, bias=False)", 1, 21, 21);
        // 25 equal weights, by distance: 1 at 0, 4 at 1, 4 at sqrt 2, 4 at 2, 8 at sqrt 5, 4 at sqrt 8
        assertClose(
                List.of(0.0, 1.0, 2.0, Math.sqrt(5), Math.sqrt(8)),
                field.radii(PIXELS, 1 / 25.0, 5 / 25.0, 0.5, 0.84, 0.85));
        assertEquals((2 * Math.sqrt(8) + 1) / 5, field.ratio(0.95), 1e-12);
    }

    @Test
    void radiiFollowTheSizeOfPixels() {
        EffectiveField field = uniform("Conv2d(1, 1, (1, 5), padding=(0, 2), bias=False)", 1, 21, 21);
        assertClose(List.of(0.5, 1.0), field.radii(List.of(3.0, 0.5), 0.6, 1));
        assertEquals(0, field.sigma().get(0));
    }

    @Test
    void manyLayersAreNearlyGaussian() {
        EffectiveField field = uniform(layers(30, 3), 0.2f, 121, 121);
        double sigma = field.sigma().get(0);
        List<Double> radii = field.radii(PIXELS, 0.5, 0.9, 0.95);
        assertEquals(sigma * Math.sqrt(-2 * Math.log(0.5)), radii.get(0), 0.5);
        assertEquals(sigma * Math.sqrt(-2 * Math.log(0.1)), radii.get(1), 0.5);
        assertEquals(sigma * Math.sqrt(-2 * Math.log(0.05)), radii.get(2), 0.5);
        assertTrue(field.ratio(0.95) < 0.45, "ratio " + field.ratio(0.95));
    }

    @Test
    void oneAndThreeAxesAreMeasuredAsTwoAre() {
        EffectiveField line = uniform("Conv1d(1, 1, 3, padding=1, bias=False); Conv1d(1, 1, 3, padding=1)", 1, 21);
        assertClose(List.of(Math.sqrt(4 / 3.0)), line.sigma());
        assertClose(List.of(2.0), line.radii(List.of(1.0), 0.9));
        EffectiveField volume = uniform("Conv3d(1, 1, 3, padding=1, bias=False)", 1, 9, 9, 9);
        assertEquals(3, volume.sigma().size());
        assertClose(List.of(Math.sqrt(3)), volume.radii(List.of(1.0, 1.0, 1.0), 1));
    }

    @Test
    void singlePixelFillsItsField() {
        EffectiveField field = uniform("Conv2d(1, 1, 1)", 1, 5, 5);
        assertEquals(1, field.ratio(0.95));
        assertEquals(List.of(0.0, 0.0), field.sigma());
    }

    @Test
    void nothingThatMovesTheOutputIsSaid() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> uniform("Conv2d(1, 1, 3); ReLU()", 0, 9, 9));
        assertEquals(
                "the gradient of layer '1' at [3, 3] is 0 everywhere: no pixel of the image moves the sum over its channels",
                error.getMessage());
    }
}
