package org.convlayers.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerTimesTest {
    /** Also of a layer that looks at whole maps first. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyStepIsTimed(Precision precision) {
        FilledNetwork filled = FilledNetwork.random(NetworkText.parse(
                "Conv2d(1, 8, 3, padding=1)\nReLU()\nInstanceNorm2d(8)\nMaxPool2d(2)\nConv2d(8, 1, 1)"));
        FeatureShape input = FeatureShape.of(1, 64, 64);
        NetworkPlan plan = NetworkRun.plan(filled.network(), filled.weights(), input, precision);
        LayerTimes times = new LayerTimes(filled.network(), Monitor.NONE);
        long begin = System.nanoTime();
        NetworkRun.run(
                plan,
                new ArraySource(input, NetworkBenchmark.randomPlanes(input)),
                new ArraySink(plan.outputShape(), 1),
                TileChoice.parse("20"),
                times);
        double wall = (System.nanoTime() - begin) / 1e6;
        LayerTimes.Measured measured = times.measured(Runtime.getRuntime().availableProcessors(), 1);
        for (NetworkPlan.Step step : plan.steps()) {
            assertTrue(measured.millis(step.nodes().get(0)).orElse(0) > 0, step.toString());
        }
        for (String fused : precision == Precision.FLOAT64 ? List.<String>of() : List.of("1")) {
            assertTrue(measured.millis(fused).isEmpty(), fused);
        }
        double sum = measured.millis(NetworkSummary.of(filled.network(), plan));
        assertTrue(sum > 0 && sum <= wall, sum + " of " + wall + " ms");
    }
}
