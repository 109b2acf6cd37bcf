package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Precision;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.FieldFormula;
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
        assertEquals(new NetworkSummary.Total(280, 4_286_520), summary.total());
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
