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
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.img.CursorPlan;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void inDoublePrecisionTheItemIsComputedOnceAsAWhole() {
        Network network = NetworkText.parse(RESIDUAL);
        NetworkPlan plan =
                CursorPlan.create(network, FilledNetwork.random(network).weights(), INPUT);
        CountingSource source = new CountingSource(source(1), new AtomicLong());
        float[][][][] whole = run(plan, source, Tiling.none(plan.outputShape()), Workers.CALLER);
        source.pixels().set(0);
        assertArrayEquals(whole, run(plan, source, Tiling.of(plan.outputShape(), 8), Workers.CALLER));
        assertEquals(INPUT.spatial().product(), source.pixels().get());
        // 2 channels in; 4, 4, 4, 4, 4, 4, 4, 1 out of the layers; 8 bytes each
        assertEquals(31 * 64 * 48 * 8, bytesKept(plan));
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

    /** The bins of a far larger output are never all there; each is the mean of the one or two pixels per axis it covers. */
    @Test
    void moreBinsThanPixelsAreComputedWhereTheyAreAskedFor() {
        NetworkPlan plan = plan("AdaptiveAvgPool2d((60000, 70000))");
        ArraySource source = source(1);
        Box tile = new Box(new Range(0, 0), new Range(31874, 31877), new Range(69990, 69999));
        FeatureShape shape = FeatureShape.of(2, 4, 10);
        float[][][] planes = new float[2][1][40];
        plan.compute(source, 0, tile, List.of(new TileSink(tile, planes)), new Scratch());
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 31874; y <= 31877; y++) {
                for (int x = 69990; x <= 69999; x++) {
                    double expected = mean(source.planes()[0][c][0], y, 60000, 64, x, 70000, 48);
                    assertEquals(expected, planes[c][0][(y - 31874) * 10 + x - 69990], 1e-7);
                }
            }
        }
        assertEquals(2 * 64 * 48 * Float.BYTES, bytesKept(plan), "the input alone is kept");
    }

    private static long bytesKept(NetworkPlan plan) {
        return plan.wholeMaps().map(NetworkPlan.WholeMaps::bytes).orElse(0L);
    }

    private static double mean(float[] plane, long y, long rows, int height, long x, long columns, int width) {
        double sum = 0;
        int count = 0;
        for (long j = y * height / rows; j * rows < (y + 1) * height; j++) {
            for (long i = x * width / columns; i * columns < (x + 1) * width; i++) {
                sum += plane[(int) (j * width + i)];
                count++;
            }
        }
        return sum / count;
    }

    /** Takes one tile. */
    private static final class TileSink implements BlockSink {
        private final Box tile;
        private final float[][][] planes;

        TileSink(Box tile, float[][][] planes) {
            this.tile = tile;
            this.planes = planes;
        }

        @Override
        public Block target(int item, Box box, Scratch scratch) {
            return new Block(Region.of(tile), planes, 0, tile.width().size());
        }

        @Override
        public void complete(int item, Block block, Scratch scratch) {
            assertEquals(Region.of(tile), block.region());
        }

        @Override
        public void discard(Block block, Scratch scratch) {
            throw new AssertionError("nothing fails here");
        }
    }

    /** Maps of 2 channels, 64 x 48 pixels of 4 bytes: the input beside the stem, of which the bins' mean stays. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv2d(2, 4, 3, padding=1); ReLU() | 0",
                "InstanceNorm2d(2) | 24576",
                "Conv2d(2, 4, 3, padding=1); InstanceNorm2d(4) | 49152",
                "InstanceNorm2d(2); Conv2d(2, 6, 1); GroupNorm(1, 6) | 98304",
                "Conv2d(2, 4, 1); AdaptiveAvgPool2d((8, 6)) | 49920"
            })
    void memoryOfMapsThatAreKeptIsKnownBefore(String text, long bytes) {
        assertEquals(bytes, bytesKept(plan(text)));
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
