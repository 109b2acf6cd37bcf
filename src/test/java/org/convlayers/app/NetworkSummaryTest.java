package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;

class NetworkSummaryTest {
    private static NetworkSummary summary(String text, FeatureShape input) {
        Network network = NetworkText.parse(text);
        Map<String, Tensor> zeros = network.parameters().stream()
                .collect(Collectors.toMap(
                        Layer.Parameter::name, p -> new Tensor(new float[Math.toIntExact(p.elements())], p.shape())));
        NetworkPlan plan = NetworkRun.plan(network, new Weights(network, zeros), input, Precision.FLOAT32);
        return NetworkSummary.of(network, plan);
    }

    @Test
    void standardLayerCostsWhatTheSpecificationSays() {
        NetworkSummary summary = summary("Conv2d(3, 10, 3)", FeatureShape.of(3, 128, 128));
        assertEquals(FeatureShape.of(10, 126, 126), summary.layers().get(0).output());
        long input = 4L * 3 * 128 * 128;
        long output = 4L * 10 * 126 * 126;
        assertEquals(new NetworkSummary.Total(280, 4_286_520, output, input + output), summary.total());
        assertEquals(8_573_040, summary.total().flops().longValueExact());
        assertEquals(
                2 * 4_286_520 / (input + output + 4.0 * 280),
                summary.layers().get(0).intensity(),
                1e-12);
    }

    @Test
    void standardLayerIsComparedWithTheSeparableOneThatItCouldBe() {
        SeparableComparison comparison = summary("Conv2d(3, 10, 3)", FeatureShape.of(3, 128, 128))
                .comparisons()
                .get(0);
        assertEquals(List.of("0"), comparison.layers());
        assertEquals(new SeparableComparison.Cost(280, 4_286_520), comparison.standard());
        assertEquals(new SeparableComparison.Cost(30 + 40, 428_652 + 476_280), comparison.separable());
        assertEquals(1 / 10.0 + 1 / 9.0, comparison.ratio(), 1e-12);
    }

    @Test
    void separableLayersAreComparedWithTheStandardOneThatTheyStandFor() {
        List<SeparableComparison> comparisons = summary(
                        "Conv2d(3, 3, 3, groups=3)\nBatchNorm2d(3)\nReLU()\nConv2d(3, 10, 1)",
                        FeatureShape.of(3, 128, 128))
                .comparisons();
        assertEquals(
                List.of(new SeparableComparison(
                        List.of("0", "3"),
                        new SeparableComparison.Cost(280, 4_286_520),
                        new SeparableComparison.Cost(30 + 40, 428_652 + 476_280))),
                comparisons);
    }

    @Test
    void pointwiseAndGroupedConvolutionsAreNotCompared() {
        NetworkSummary summary =
                summary("Conv2d(4, 6, 1)\nConv2d(6, 6, 3, groups=2)\nConv2d(6, 4, 1)", FeatureShape.of(4, 32, 32));
        assertEquals(List.of(), summary.comparisons());
    }

    /** By hand: the input and both branches are there when they are joined only if somebody still looks at them. */
    @Test
    void memoryHoldsWhatLaterLayersLookAt() {
        NetworkSummary summary = summary(
                "Conv2d(1, 2, 3, padding=1); Conv2d(2, 4, 3, padding=1); ReLU(); Concat(inputs=('2', '0'));"
                        + " Conv2d(6, 1, 1)",
                FeatureShape.of(1, 10, 10));
        long map = 4 * 10 * 10;
        assertEquals(
                List.of((1 + 2) * map, (2 + 4) * map, (2 + 4 + 4) * map, (2 + 4 + 6) * map, (6 + 1) * map),
                summary.layers().stream().map(NetworkSummary.Row::memory).toList());
        assertEquals(12 * map, summary.total().memory());
        assertEquals((2 + 4 + 4 + 6 + 1) * map, summary.total().bytes());
    }

    @Test
    void inputThatIsLookedAtLaterStaysInMemory() {
        NetworkSummary summary = summary("ReLU()\nTanh()\nAdd(inputs=('1', 'input'))", FeatureShape.of(1, 5, 5));
        assertEquals(
                List.of(200L, 300L, 300L),
                summary.layers().stream().map(NetworkSummary.Row::memory).toList());
    }

    @Test
    void kernelIsThatOfTheWindow() {
        NetworkSummary summary = summary(
                "Conv2d(1, 2, (3, 5))\nMaxPool2d(2)\nConvTranspose2d(2, 1, 4)\nReLU()", FeatureShape.of(1, 32, 32));
        assertEquals(
                List.of("3x5", "2x2", "4x4", "-"),
                summary.layers().stream()
                        .map(row -> row.kernel().map(Extent::toString).orElse("-"))
                        .toList());
    }

    @Test
    void separableLayerCostsWhatTheSpecificationSays() {
        NetworkSummary summary = summary("Conv2d(3, 3, 3, groups=3)\nConv2d(3, 10, 1)", FeatureShape.of(3, 128, 128));
        assertEquals(
                List.of(30L, 40L),
                summary.layers().stream().map(NetworkSummary.Row::parameters).toList());
        assertEquals(
                List.of(428_652L, 476_280L),
                summary.layers().stream().map(NetworkSummary.Row::macs).toList());
    }

    /** As sum(p.numel() for p in model.parameters()) counts in PyTorch. */
    @Test
    void collectedStatisticsAreNoParameters() {
        assertEquals(
                8, summary("BatchNorm2d(4)", FeatureShape.of(4, 8, 8)).total().parameters());
    }

    @Test
    void textsOfTheRowsAreTheTextOfTheNetwork() {
        String text = "Conv2d(1, 1, kernel_size=3, padding=1)\nReLU(input='input')\nConcat(inputs=('0', '1'))\nTanh()";
        String joined = summary(text, FeatureShape.of(1, 8, 8)).layers().stream()
                .map(NetworkSummary.Row::text)
                .collect(Collectors.joining("\n"));
        assertEquals(text, joined);
    }

    @Test
    void rowsSayFieldAndWhereAnActivationIsComputed() {
        NetworkSummary summary = summary(
                "Conv2d(1, 1, 3, stride=2, padding=1)\nReLU()\nConv2d(1, 1, 3, dilation=2)",
                FeatureShape.of(1, 32, 32));
        FieldFormula.Axis last = summary.layers().get(2).field().orElseThrow().get(0);
        assertEquals(new FieldFormula.Axis(11, 2, 1), last);
        assertEquals("fused into '0'", summary.layers().get(1).algorithm());
    }

    @Test
    void rowsSayWhatWasFolded() {
        NetworkSummary summary = summary(
                "Conv2d(1, 4, 3, bias=False)\nDropout()\nBatchNorm2d(4)\nReLU()\nBatchNorm2d(4)",
                FeatureShape.of(1, 32, 32));
        assertEquals(
                List.of("fused into '0'", "folded into the weights of '0'", "fused into '0'", "fused into '0'"),
                summary.layers().stream()
                        .skip(1)
                        .map(NetworkSummary.Row::algorithm)
                        .toList());
    }
}
