package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Initializer;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightSource;
import org.junit.jupiter.api.Test;

class LayerNetworksTest {
    private static final LayerSettings DEFAULTS = settings(OptionalInt.empty(), Optional.empty(), 1);

    private static LayerSettings settings(OptionalInt filters, Optional<Extent> kernel, int stride) {
        return new LayerSettings(
                2,
                filters,
                kernel,
                Extent.filled(2, stride),
                Optional.empty(),
                EdgeMode.ZEROS,
                Extent.filled(2, 1),
                GroupCount.DEFAULT,
                false,
                Optional.of(Activation.of(ActivationFunction.RELU)));
    }

    private static Initializer weights(String text, Map<String, Tensor> file) {
        try {
            return WeightSource.parse(text).open(2, path -> file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Initializer weights(String text) {
        return weights(text, Map.of());
    }

    private static Tensor zeros(Integer... shape) {
        return new Tensor(new float[List.of(shape).stream().reduce(1, (a, b) -> a * b)], List.of(shape));
    }

    private static void assertText(String expected, Network network) {
        assertEquals(NetworkText.parse(expected), network, () -> NetworkText.print(network));
    }

    @Test
    void bankIsGivenToEachChannelWithoutBias() {
        assertText(
                "Conv2d(3, 6, 3, padding='same', groups=3, bias=False); ReLU()",
                LayerNetworks.standard(DEFAULTS, weights("sobel"), 3));
    }

    @Test
    void kaimingMixesChannelsToEightFiltersWithBias() {
        assertText("Conv2d(3, 8, 3, padding='same'); ReLU()", LayerNetworks.standard(DEFAULTS, weights("kaiming"), 3));
    }

    @Test
    void strideAboveOneIsPaddedByHalfTheKernel() {
        LayerSettings settings = settings(OptionalInt.of(4), Optional.of(Extent.of(5, 3)), 2);
        assertText(
                "Conv2d(3, 4, (5, 3), stride=2, padding=(2, 1)); ReLU()",
                LayerNetworks.standard(settings, weights("kaiming"), 3));
    }

    @Test
    void groupsChannelsMakesKaimingDepthwise() {
        LayerSettings depthwise = new LayerSettings(
                2,
                OptionalInt.of(6),
                Optional.empty(),
                Extent.filled(2, 1),
                Optional.empty(),
                EdgeMode.REFLECT,
                Extent.filled(2, 1),
                GroupCount.parse("channels"),
                true,
                Optional.empty());
        assertText(
                "Conv2d(3, 6, 3, padding='same', groups=3, bias=False, padding_mode='reflect')",
                LayerNetworks.standard(depthwise, weights("kaiming"), 3));
    }

    @Test
    void wholeWeightOfFileFixesFiltersKernelAndBias() {
        Initializer file = weights("w.npz", Map.of("weight", zeros(5, 3, 1, 7), "bias", zeros(5)));
        assertText("Conv2d(3, 5, (1, 7), padding='same'); ReLU()", LayerNetworks.standard(DEFAULTS, file, 3));
    }

    @Test
    void filtersThatDisagreeWithTheWeightsAreRejected() {
        LayerSettings settings = settings(OptionalInt.of(4), Optional.empty(), 1);
        ShapeException error =
                assertThrows(ShapeException.class, () -> LayerNetworks.standard(settings, weights("sobel"), 3));
        assertEquals("filters=4 does not agree with the weights, which give 6", error.getMessage());
    }

    @Test
    void kernelThatDisagreesWithTheWeightsIsRejected() {
        LayerSettings settings = settings(OptionalInt.empty(), Optional.of(Extent.of(5, 5)), 1);
        assertThrows(IllegalArgumentException.class, () -> LayerNetworks.standard(settings, weights("1 0; 2 1"), 3));
    }

    @Test
    void moreChannelsThanCanBeCountedAreNamed() {
        ShapeException error = assertThrows(
                ShapeException.class,
                () -> LayerNetworks.separable(
                        DEFAULTS, OptionalInt.of(999_999_999), Optional.empty(), weights("kaiming"), 3));
        assertEquals("3 channels with multiplier=999999999 are more than 2147483647 channels", error.getMessage());
    }

    @Test
    void bankFillsTheDepthwiseStageOnly() {
        assertText(
                """
                (depthwise): Conv2d(3, 6, 3, padding='same', groups=3, bias=False)
                (between): ReLU()
                (pointwise): Conv2d(6, 8, 1)
                (activation): ReLU()
                """,
                LayerNetworks.separable(
                        DEFAULTS,
                        OptionalInt.empty(),
                        Optional.of(Activation.of(ActivationFunction.RELU)),
                        weights("sobel"),
                        3));
    }

    @Test
    void multiplierWidensTheDepthwiseStage() {
        assertText("""
                (depthwise): Conv2d(3, 12, 3, padding='same', groups=3)
                (pointwise): Conv2d(12, 8, 1)
                (activation): ReLU()
                """, LayerNetworks.separable(DEFAULTS, OptionalInt.of(4), Optional.empty(), weights("kaiming"), 3));
    }

    @Test
    void fileFixesBothStagesOfASeparableLayer() {
        Initializer file = weights(
                "w.safetensors",
                Map.of(
                        "depthwise.weight", zeros(6, 1, 5, 5),
                        "pointwise.weight", zeros(7, 6, 1, 1),
                        "pointwise.bias", zeros(7)));
        assertText("""
                (depthwise): Conv2d(3, 6, 5, padding='same', groups=3, bias=False)
                (pointwise): Conv2d(6, 7, 1)
                (activation): ReLU()
                """, LayerNetworks.separable(DEFAULTS, OptionalInt.empty(), Optional.empty(), file, 3));
    }

    @Test
    void ratesInParallelAreJoined() {
        assertText(
                """
                (0): Conv2d(3, 6, 3, padding='same', groups=3, bias=False, input='input')
                (1): Conv2d(3, 6, 3, padding='same', dilation=4, groups=3, bias=False, input='input')
                (concat): Concat(inputs=('0', '1'))
                (activation): ReLU()
                """,
                LayerNetworks.dilated(
                        DEFAULTS, List.of(1, 4), LayerNetworks.Arrangement.PARALLEL, weights("sobel"), 3));
    }

    @Test
    void ratesInSeriesFollowEachOther() {
        assertText(
                """
                (0): Conv2d(3, 8, 3, padding='same')
                (activation0): ReLU()
                (1): Conv2d(8, 8, 3, padding='same', dilation=2)
                (activation1): ReLU()
                """,
                LayerNetworks.dilated(
                        DEFAULTS, List.of(1, 2), LayerNetworks.Arrangement.SERIES, weights("kaiming"), 3));
    }
}
