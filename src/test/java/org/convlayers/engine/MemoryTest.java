package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
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
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run takes the memory of its result and, for each thread, that of a tile on its way and of the algorithms; docs/performance.md
 * tells how much.
 */
class MemoryTest {
    /** What algorithms lay out beside the blocks of a tile. */
    private static final long ALGORITHM_BYTES = 14L << 20;

    /** The sums in the making. */
    private static final long SUM_BYTES = Math.max(1 << 19, Runtime.getRuntime().maxMemory() / 2048);

    private static final long BYTES_PER_THREAD = Tiling.CACHED_BYTES + ALGORITHM_BYTES + SUM_BYTES;

    /** Neither input nor output stays: all blocks are memory of the threads. */
    private record Streaming(FeatureShape shape, int outChannels) implements BlockSource, BlockSink {
        @Override
        public int items() {
            return 1;
        }

        @Override
        public Block read(int item, Region region, Scratch scratch) {
            return scratch.block(shape.channels(), region);
        }

        @Override
        public void release(Block block, Scratch scratch) {
            scratch.give(block);
        }

        @Override
        public Block target(int item, Box box, Scratch scratch) {
            return scratch.block(outChannels, Region.of(box));
        }

        @Override
        public void complete(int item, Block block, Scratch scratch) {
            scratch.give(block);
        }

        @Override
        public void discard(Block block, Scratch scratch) {
            scratch.give(block);
        }
    }

    static Stream<BenchmarkCase> cases() {
        return BenchmarkCase.ALL.stream();
    }

    private static NetworkPlan plan(String text, FeatureShape input) {
        FilledNetwork filled = FilledNetwork.random(NetworkText.parse(text));
        return FloatPlan.create(filled.network(), filled.weights(), input, Precision.FLOAT32);
    }

    /** Of the memory that tiles take, the largest. */
    private static long bytesOfATile(NetworkPlan plan, int threads) {
        Tiling tiling = Tiling.auto(plan, 1, threads);
        int middle = tiling.count(plan.outputShape()) / 2;
        Streaming streams = new Streaming(plan.inputShape(), plan.outputShape().channels());
        Scratch scratch = new Scratch();
        plan.compute(streams, 0, tiling.tile(plan.outputShape(), middle), List.of(streams), scratch);
        assertEquals(0, scratch.bytesInUse());
        return scratch.bytesHeld();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aThreadTakesNoMoreThanIsPromised(BenchmarkCase layer) {
        for (int threads = 1; threads <= 2; threads++) {
            long bytes = bytesOfATile(plan(layer.layers(), layer.input()), threads);
            assertTrue(bytes <= BYTES_PER_THREAD, () -> layer + " takes " + bytes);
        }
    }

    /** Few channels become many, images are long or flat, layers are many. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Conv2d(1, 256, 3)                                                | 1   | 2000 | 2000
                    Conv2d(256, 1, 3)                                                | 256 | 2000 | 2000
                    Conv2d(3, 8, 3); ReLU(); Conv2d(8, 8, 3); Tanh(); Conv2d(8, 4, 3) | 3  | 3000 | 3000
                    Conv2d(2, 16, 5)                                                 | 2   | 9    | 400000
                    Conv2d(2, 16, 5)                                                 | 2   | 400000 | 9
                    Conv2d(1, 1, 101)                                                | 1   | 2000 | 2000
                    Conv2d(2, 3, 63, padding=31)                                     | 2   | 1000 | 2000
                    Conv2d(256, 512, 3)                                              | 256 | 500 | 500
                    Conv2d(64, 64, 5, padding=2)                                     | 64  | 500 | 500
                    Conv2d(512, 512, 3, padding=1)                                   | 512 | 32 | 32
                    Conv2d(700, 400, 3, padding=1)                                   | 700 | 33 | 50
                    Conv2d(256, 150, 5, padding=2)                                   | 256 | 31 | 29
                    ConvTranspose2d(64, 32, 4, stride=2)                             | 64  | 500 | 500
                    Conv2d(256, 256, 3, groups=256); Conv2d(256, 64, 1)              | 256 | 500 | 500
                    MaxPool2d(5, stride=1)                                           | 64  | 1000 | 1000
                    Upsample(scale_factor=4, mode='bicubic')                         | 16  | 500 | 500
                    PixelShuffle(4)                                                  | 64  | 500 | 500
                    """)
    void anyShapeKeepsThePromise(String text, int channels, int height, int width) {
        for (int threads = 1; threads <= 2; threads++) {
            long bytes = bytesOfATile(plan(text, FeatureShape.of(channels, height, width)), threads);
            assertTrue(bytes <= BYTES_PER_THREAD, () -> text + " takes " + bytes);
        }
    }

    @Test
    void planesOfFewPixelsCountWithWhatTheyTake() {
        NetworkPlan plan = plan("Conv2d(1, 20000, 1); ReLU(); Conv2d(20000, 1, 1)", FeatureShape.of(1, 1, 2));
        Box tile = Tiling.none(plan.outputShape()).tile(plan.outputShape(), 0);
        Streaming streams = new Streaming(plan.inputShape(), 1);
        Scratch scratch = new Scratch();
        plan.compute(streams, 0, tile, List.of(streams), scratch);
        long said = plan.cost(tile).bytes();
        assertTrue(scratch.bytesHeld() <= 1.5 * said, () -> scratch.bytesHeld() + " are held, " + said + " were said");
    }

    /** How many bytes the calling thread allocates for a run, the result included. */
    private static long allocated(TileRunner runner, NetworkPlan plan, BlockSource source) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tiling tiling = Tiling.auto(plan, 1, 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        runner.run(source, List.of(new ArraySink(plan.outputShape(), 1)), tiling);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aRunAllocatesItsResultAndTheMemoryOfOneThread() {
        FeatureShape input = FeatureShape.of(3, 1200, 1000);
        NetworkPlan plan = plan("Conv2d(3, 10, 3, padding=1); ReLU()", input);
        ArraySource source = new ArraySource(input, new float[1][3][1][1200 * 1000]);
        TileRunner runner = new TileRunner(plan, Workers.CALLER, Monitor.NONE);
        long allocated = allocated(runner, plan, source);
        long result = plan.outputShape().elements() * Float.BYTES;
        assertTrue(allocated <= result + BYTES_PER_THREAD, () -> allocated + " for a result of " + result);
        assertTrue(runner.bytesHeld() <= BYTES_PER_THREAD, () -> runner.bytesHeld() + " are held");
    }

    /** All weights of a kernel are the same: it is of rank 1. */
    @Test
    void separableKernelsKeepThePromise() {
        Network network = NetworkText.parse("Conv2d(4, 4, 31)");
        Map<String, Tensor> equal = network.parameters().stream()
                .collect(Collectors.toMap(
                        Layer.Parameter::name, p -> new Tensor(new float[Math.toIntExact(p.elements())], p.shape())));
        equal.values().forEach(tensor -> Arrays.fill(tensor.data(), 0.5f));
        NetworkPlan plan = FloatPlan.create(
                network, new Weights(network, equal), FeatureShape.of(4, 1500, 1500), Precision.FLOAT32);
        assertTrue(plan.steps().get(0).algorithm().startsWith("separable"));
        long bytes = bytesOfATile(plan, 1);
        assertTrue(bytes <= BYTES_PER_THREAD, () -> "a tile takes " + bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Conv2d(3, 10, 3)", "InstanceNorm2d(3); Conv2d(3, 4, 3)", "Conv2d(3, 8, 3); AdaptiveAvgPool2d(1)"
            })
    void severalThreadsTakeNoMoreThanIsPromisedToEach(String text) {
        FeatureShape input = FeatureShape.of(3, 900, 1000);
        NetworkPlan plan = plan(text, input);
        ArraySource source = new ArraySource(input, new float[1][3][1][900 * 1000]);
        ParallelWorkers.withThreads(2, () -> {
            TileRunner runner = new TileRunner(plan, ParallelWorkers.ofContext(), Monitor.NONE);
            runner.run(source, List.of(new ArraySink(plan.outputShape(), 1)), Tiling.auto(plan, 1, 2));
            assertEquals(0, runner.bytesInUse());
            assertTrue(runner.bytesHeld() <= 2 * BYTES_PER_THREAD, () -> runner.bytesHeld() + " are held");
        });
    }

    /** Beside its result a run with layers that look at whole maps keeps those maps, and no others. */
    @ParameterizedTest
    @ValueSource(strings = {"InstanceNorm2d(3); Conv2d(3, 4, 3)", "Conv2d(3, 8, 3); GroupNorm(2, 8); Conv2d(8, 1, 1)"})
    void wholeMapsTakeWhatIsToldBefore(String text) {
        FeatureShape input = FeatureShape.of(3, 1200, 1000);
        NetworkPlan plan = plan(text, input);
        TileRunner runner = new TileRunner(plan, Workers.CALLER, Monitor.NONE);
        long allocated = allocated(runner, plan, new Streaming(input, 3));
        long result = plan.outputShape().elements() * Float.BYTES;
        long maps = plan.wholeMaps().orElseThrow().bytes();
        assertTrue(
                allocated <= result + maps + BYTES_PER_THREAD,
                () -> allocated + " for a result of " + result + " and maps of " + maps);
    }

    @Test
    void aRunnerUsesItsMemoryAgain() {
        FeatureShape input = FeatureShape.of(2, 300, 300);
        NetworkPlan plan = plan("Conv2d(2, 4, 3); ReLU(); Conv2d(4, 4, 5)", input);
        Streaming streams = new Streaming(input, 4);
        TileRunner runner = new TileRunner(plan, Workers.CALLER, Monitor.NONE);
        Tiling tiling = new Tiling(Extent.of(1, 100, 90));
        runner.run(streams, List.of(streams), tiling);
        long held = runner.bytesHeld();
        assertTrue(held > 0);
        runner.run(streams, List.of(streams), tiling);
        assertEquals(held, runner.bytesHeld());
    }
}
