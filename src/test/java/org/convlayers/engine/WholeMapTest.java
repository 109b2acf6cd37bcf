package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.imglib2.parallel.Parallelization;
import org.convlayers.app.FilledNetwork;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that look at whole maps: computed once for an item, whatever its tiles. */
class WholeMapTest {
    private static final FeatureShape INPUT = FeatureShape.of(2, 64, 48);
    private static final String RESIDUAL = """
            (stem): Conv2d(2, 4, 3, padding=1)
            (a): InstanceNorm2d(4)
            ReLU()
            (b): Conv2d(4, 4, 3, padding=1)
            (c): GroupNorm(2, 4)
            Add(inputs=('stem', 'c'))
            Softmax(dim=3)
            Conv2d(4, 1, 3, padding=1)
            """;

    /** Counts the pixels that are read. */
    private record CountingSource(BlockSource source, AtomicLong pixels) implements BlockSource {
        @Override
        public FeatureShape shape() {
            return source.shape();
        }

        @Override
        public int items() {
            return source.items();
        }

        @Override
        public Block read(int item, Region region, Scratch scratch) {
            pixels.addAndGet(region.pixels());
            return source.read(item, region, scratch);
        }

        @Override
        public void release(Block block, Scratch scratch) {
            source.release(block, scratch);
        }
    }

    private static NetworkPlan plan(String text) {
        Network network = NetworkText.parse(text);
        return FloatPlan.create(network, FilledNetwork.random(network).weights(), INPUT, Precision.FLOAT32);
    }

    private static ArraySource source(int items) {
        float[][][][] planes = new float[items][2][1][64 * 48];
        for (float[][][] item : planes) {
            for (float[][] channel : item) {
                for (int i = 0; i < channel[0].length; i++) {
                    channel[0][i] = (float) Math.sin(0.37 * i * (1 + items));
                }
            }
        }
        return new ArraySource(INPUT, planes);
    }

    private static float[][][][] run(NetworkPlan plan, BlockSource source, Tiling tiling, Workers workers) {
        ArraySink sink = new ArraySink(plan.outputShape(), source.items());
        TileRunner.run(plan, source, sink, tiling, workers, Monitor.NONE);
        return sink.planes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2d(2, 4, 3, padding=1); InstanceNorm2d(4); Conv2d(4, 2, 3, padding=1)",
                "InstanceNorm2d(2); Conv2d(2, 2, 3, padding=1); GroupNorm(1, 2)",
                "Conv2d(2, 2, 1); Softmax(dim=2); Softmax(dim=3)",
                "(x): Conv2d(2, 4, 3, padding=1); AdaptiveAvgPool2d(1); Conv2d(4, 4, 1); Sigmoid();"
                        + " Multiply(inputs=('x', '3'))",
                "(x): Conv2d(2, 4, 3, padding=1); (bins): AdaptiveAvgPool2d(2);"
                        + " Upsample(size=(64, 48), mode='bilinear'); Concat(inputs=('x', '2'))",
                RESIDUAL
            })
    void tilesShareWhatIsKnownOfTheItem(String text) {
        NetworkPlan plan = plan(text);
        CountingSource source = new CountingSource(source(1), new AtomicLong());
        run(plan, source, Tiling.of(plan.outputShape(), 8), Workers.CALLER);
        long whole = INPUT.spatial().product();
        // each map that is kept, and the tiles, go back to the image once at most, halos apart; there are 48 tiles
        assertTrue(source.pixels().get() < 4 * whole, source.pixels() + " pixels read of " + whole);
    }

    @Test
    void threadsAndTilesDoNotShow() {
        NetworkPlan plan = plan(RESIDUAL);
        ArraySource source = source(2);
        float[][][][] whole = run(plan, source, Tiling.none(plan.outputShape()), Workers.CALLER);
        float[][][][] many = Parallelization.runWithNumThreads(
                4, () -> run(plan, source, Tiling.of(plan.outputShape(), 7), ParallelWorkers.ofContext()));
        assertArrayEquals(whole, many);
    }

    @Test
    void progressGoesUpToTheEnd() {
        NetworkPlan plan = plan(RESIDUAL);
        List<Double> told = new ArrayList<>();
        Monitor monitor = new Monitor() {
            @Override
            public void progress(double done) {
                told.add(done);
            }
        };
        ArraySource source = source(2);
        ArraySink sink = new ArraySink(plan.outputShape(), 2);
        TileRunner.run(plan, source, sink, Tiling.of(plan.outputShape(), 16), Workers.CALLER, monitor);
        List<Double> sorted = new ArrayList<>(told);
        Collections.sort(sorted);
        assertEquals(sorted, told);
        assertEquals(1.0, told.get(told.size() - 1), 1e-12);
    }

    @Test
    void summaryOfTheStepsSaysSo() {
        List<String> algorithms =
                plan(RESIDUAL).steps().stream().map(NetworkPlan.Step::algorithm).toList();
        assertEquals(
                3,
                algorithms.stream()
                        .filter(text -> text.startsWith("whole maps first"))
                        .count(),
                algorithms::toString);
    }
}
