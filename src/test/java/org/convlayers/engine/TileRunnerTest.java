package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;

class TileRunnerTest {
    private static final FeatureShape INPUT = FeatureShape.of(1, 32, 32);

    private static NetworkPlan plan(String text, FeatureShape input) {
        Network network = NetworkText.parse(text);
        Map<String, Tensor> zeros = network.parameters().stream()
                .collect(Collectors.toMap(
                        Layer.Parameter::name, p -> new Tensor(new float[Math.toIntExact(p.elements())], p.shape())));
        return FloatPlan.create(network, new Weights(network, zeros), input, Precision.FLOAT32);
    }

    private static void run(NetworkPlan plan, BlockSink sink, int tile, Workers workers, Monitor monitor) {
        float[][][][] planes = new float[1][1][1][32 * 32];
        Tiling tiling = Tiling.of(plan.outputShape(), tile);
        TileRunner.run(plan, new ArraySource(INPUT, planes), sink, tiling, workers, monitor);
    }

    /** Counts tiles and fails at one of them. */
    private static final class CountingSink implements BlockSink {
        private final AtomicInteger tiles = new AtomicInteger();
        private final int failAt;

        CountingSink(int failAt) {
            this.failAt = failAt;
        }

        @Override
        public Block target(int item, Box box, Scratch scratch) {
            return scratch.block(1, Region.of(box));
        }

        @Override
        public void complete(int item, Block block, Scratch scratch) {
            if (tiles.incrementAndGet() == failAt) {
                throw new IllegalStateException("the disk is full");
            }
            scratch.give(block);
        }

        @Override
        public void discard(Block block, Scratch scratch) {
            scratch.give(block);
        }
    }

    @Test
    void progressRisesToOne() {
        List<Double> progress = new ArrayList<>();
        Monitor monitor = new Monitor() {
            @Override
            public void progress(double done) {
                progress.add(done);
            }
        };
        run(plan("Conv2d(1, 1, 3)", INPUT), new CountingSink(-1), 15, Workers.CALLER, monitor);
        assertEquals(List.of(0.25, 0.5, 0.75, 1.0), progress);
    }

    /** A progress bar is for one thread at a time, and would run backwards otherwise. */
    @Test
    void threadsTellTheirProgressInTurn() {
        List<Double> progress = new ArrayList<>();
        AtomicInteger telling = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Monitor monitor = new Monitor() {
            @Override
            public void progress(double done) {
                most.accumulateAndGet(telling.incrementAndGet(), Math::max);
                progress.add(done);
                LockSupport.parkNanos(20_000); // so that others would come between
                telling.decrementAndGet();
            }
        };
        NetworkPlan plan = plan("Conv2d(1, 1, 3)", INPUT);
        Parallelization.runWithNumThreads(
                4, () -> run(plan, new CountingSink(-1), 1, ParallelWorkers.ofContext(), monitor));
        assertEquals(1, most.get());
        assertEquals(progress.stream().sorted().toList(), progress);
        assertEquals(1, progress.get(progress.size() - 1));
    }

    @Test
    void cancelledRunComputesNoFurtherTile() {
        CountingSink sink = new CountingSink(-1);
        Monitor monitor = new Monitor() {
            @Override
            public boolean isCancelled() {
                return sink.tiles.get() == 3;
            }
        };
        NetworkPlan plan = plan("Conv2d(1, 1, 3)", INPUT);
        assertThrows(CancellationException.class, () -> run(plan, sink, 5, Workers.CALLER, monitor));
        assertEquals(3, sink.tiles.get());
    }

    @Test
    void failureOfOneThreadStopsAllAndIsThrown() {
        CountingSink sink = new CountingSink(3);
        NetworkPlan plan = plan("Conv2d(1, 1, 3)", INPUT);
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> Parallelization.runWithNumThreads(
                        2, () -> run(plan, sink, 1, ParallelWorkers.ofContext(), Monitor.NONE)));
        assertTrue(failure.toString().contains("the disk is full"), failure::toString);
        assertTrue(sink.tiles.get() < 900, () -> sink.tiles + " of 900 tiles were computed all the same");
    }

    @Test
    void sourceOfAnotherShapeIsRejectedWithBothShapes() {
        NetworkPlan plan = plan("Conv2d(1, 1, 3)", FeatureShape.of(1, 8, 8));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> run(plan, new CountingSink(-1), 4, Workers.CALLER, Monitor.NONE));
        assertEquals("the plan is made for inputs of 1x8x8, but got 1x32x32", error.getMessage());
    }

    @Test
    void tilesOfHugeImagesKeepTheMemoryBound() {
        NetworkPlan plan = plan(
                "Conv2d(3, 64, 3, padding='same')\nReLU()\nConv2d(64, 8, 5, padding='same')",
                FeatureShape.of(3, 20_000, 20_000));
        Tiling tiling = Tiling.auto(plan, 1, 2);
        Box middle = tiling.tile(plan.outputShape(), tiling.count(plan.outputShape()) / 2);
        assertTrue(plan.cost(middle).bytes() <= Tiling.CACHED_BYTES, () -> tiling + ": " + plan.cost(middle));
    }

    /** Within the cache a tile of twelve layers would be mostly halo. */
    @Test
    void deepNetworksTakeLargerTilesWithinTheBound() {
        String layers = "Conv2d(64, 64, 3, padding='same')\n".repeat(12);
        NetworkPlan plan = plan(layers, FeatureShape.of(64, 1024, 1024));
        Tiling small = Tiling.auto(plan, 1, 2, Tiling.CACHED_BYTES);
        Tiling chosen = Tiling.auto(plan, 1, 2);
        assertTrue(nanos(plan, chosen) < 0.8 * nanos(plan, small), () -> chosen + " rather than " + small);
        Box middle = chosen.tile(plan.outputShape(), chosen.count(plan.outputShape()) / 2);
        assertTrue(plan.cost(middle).bytes() <= Tiling.BYTES_PER_THREAD, () -> chosen + ": " + plan.cost(middle));
    }

    private static double nanos(NetworkPlan plan, Tiling tiling) {
        return IntStream.range(0, tiling.count(plan.outputShape()))
                .mapToDouble(i -> plan.cost(tiling.tile(plan.outputShape(), i)).nanos())
                .sum();
    }

    /** As tiles, or layer by layer. */
    @Test
    void smallImagesAreSharedByAllThreads() {
        int tasks = mostTasks(256);
        assertTrue(tasks >= 4, tasks + " tasks");
    }

    /** Waking a thread would take longer. */
    @Test
    void tinyImagesAreComputedByOneThread() {
        assertEquals(1, mostTasks(64));
    }

    /** The most tasks that four threads are given at once for a layer on a square image. */
    private static int mostTasks(int side) {
        FeatureShape input = FeatureShape.of(1, side, side);
        NetworkPlan plan = plan("Conv2d(1, 8, 3, padding='same')", input);
        AtomicInteger mostTasks = new AtomicInteger();
        Workers four = new Workers() {
            @Override
            public int parallelism() {
                return 4;
            }

            @Override
            public void forEach(int tasks, IntConsumer task) {
                mostTasks.accumulateAndGet(tasks, Math::max);
                Workers.CALLER.forEach(tasks, task);
            }
        };
        ArraySource source = new ArraySource(input, new float[1][1][1][side * side]);
        ArraySink sink = new ArraySink(plan.outputShape(), 1);
        TileRunner.run(plan, source, sink, Tiling.auto(plan, 1, 4), four, Monitor.NONE);
        return mostTasks.get();
    }

    @Test
    void tilesOfTheLongestAxesEndWhereTheOutputEnds() {
        NetworkPlan plan = plan("Conv2d(1, 1, 1)", FeatureShape.of(1, 1, 2_000_000_000));
        Tiling tiling = new Tiling(Extent.of(1, 1, 1 << 30));
        assertEquals(2, tiling.count(plan.outputShape()));
        assertEquals(
                new AxisRanges.Range(1 << 30, 1_999_999_999),
                tiling.tile(plan.outputShape(), 1).width());
    }

    @Test
    void moreTilesThanCanBeCountedAreRejectedWithBothSizes() {
        NetworkPlan plan = plan("Conv2d(1, 2, 1)", FeatureShape.of(1, 50_000, 50_000));
        Tiling tiling = Tiling.of(plan.outputShape(), 1);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> tiling.count(plan.outputShape()));
        assertEquals(
                "tiles of 1x1x1 pixels cut an output of 2x50000x50000 into 2500000000, but at most 2147483647 are"
                        + " allowed; take larger tiles",
                error.getMessage());
    }

    @Test
    void emptyBatchesRunOnAnyNumberOfThreads() {
        NetworkPlan plan = plan("Conv2d(1, 1, 3)", INPUT);
        CountingSink sink = new CountingSink(-1);
        BlockSource source = new ArraySource(INPUT, new float[0][][][]);
        TileRunner.run(plan, source, sink, Tiling.auto(plan, 0, 4), Workers.CALLER, Monitor.NONE);
        assertEquals(0, sink.tiles.get());
    }
}
