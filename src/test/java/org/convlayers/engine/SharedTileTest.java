package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.shape.FeatureShape;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an image is one tile, threads share the work of each layer. */
class SharedTileTest {
    private static final String DEEP = """
            Conv2d(8, 32, 3, padding=1, stride=2)
            ReLU()
            Conv2d(32, 32, 5, padding=2, groups=32)
            Conv2d(32, 64, 1)
            Conv2d(64, 64, 3, padding=1)
            GroupNorm(8, 64)
            Conv2d(64, 64, 3, padding=1)
            MaxPool2d(2)
            Upsample(scale_factor=2, mode='bilinear')
            Conv2d(64, 8, 3, padding=4, dilation=4)
            """;

    private static final FeatureShape INPUT = FeatureShape.of(8, 150, 131);

    private static FloatPlan plan() {
        FilledNetwork filled = FilledNetwork.random(NetworkText.parse(DEEP));
        return FloatPlan.create(filled.network(), filled.weights(), INPUT, Precision.FLOAT32);
    }

    private static float[][][][] run(FloatPlan plan, Workers workers) {
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        TileRunner runner = new TileRunner(plan, workers, Monitor.NONE);
        runner.run(
                new ArraySource(INPUT, NetworkBenchmark.randomPlanes(INPUT)),
                List.of(sink),
                Tiling.none(plan.outputShape()));
        assertEquals(0, runner.bytesInUse());
        return sink.planes();
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "7"})
    void theResultIsThatOfOneThread(int threads) {
        FloatPlan plan = plan();
        ParallelWorkers.withThreads(
                threads, () -> assertArrayEquals(run(plan, Workers.CALLER), run(plan, ParallelWorkers.ofContext())));
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "7"})
    void moreThreadsAreFaster(int threads) {
        FloatPlan plan = plan();
        assertTrue(plan.sharedNanos(threads) < 0.7 * plan.sharedNanos(1), () -> plan.sharedNanos(threads) + " ns");
    }
}
