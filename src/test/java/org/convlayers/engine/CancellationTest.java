package org.convlayers.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.app.NetworkRun;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.ArraySink;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.CountingMonitor;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.receptive.RandomNetworks;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;
import org.convlayers.text.NetworkText;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever presses Esc waits no longer than {@link #MAX_MILLIS}, however large a tile is, and all memory is free again. */
class CancellationTest {
    private static final double MAX_MILLIS = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static Stream<Long> seeds() {
        return LongStream.range(0, 60).boxed();
    }

    /** The longest time that the computing thread worked between two looks. */
    private static final class GapMonitor implements Monitor {
        private long last = THREADS.getCurrentThreadCpuTime();
        private long longest;

        @Override
        public boolean isCancelled() {
            long now = THREADS.getCurrentThreadCpuTime();
            longest = Math.max(longest, now - last);
            last = now;
            return false;
        }

        double longestMillis() {
            isCancelled();
            return longest / NANOS_PER_MILLI;
        }
    }

    /** Forgets what it gets; its blocks are memory of the threads. */
    private record ForgetfulSink(int channels) implements BlockSink {
        @Override
        public Block target(int item, Box box, Scratch scratch) {
            return scratch.block(channels, Region.of(box));
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

    /** A network on a random input. */
    private record Job(NetworkPlan plan, ArraySource source) {
        static Job of(Network network, FeatureShape input, Precision precision) {
            return of(FilledNetwork.random(network), input, precision);
        }

        static Job of(FilledNetwork filled, FeatureShape input, Precision precision) {
            NetworkPlan plan = NetworkRun.plan(filled.network(), filled.weights(), input, precision);
            return new Job(plan, new ArraySource(input, NetworkBenchmark.randomPlanes(input)));
        }

        TileRunner runner(Workers workers, Monitor monitor) {
            return new TileRunner(plan, workers, monitor);
        }

        void run(TileRunner runner, Tiling tiling) {
            runner.run(source, List.of(new ForgetfulSink(plan.outputShape().channels())), tiling);
        }

        float[][][][] result(Monitor monitor) {
            ArraySink sink = new ArraySink(plan.outputShape(), 1);
            runner(Workers.CALLER, monitor).run(source, List.of(sink), oneTile());
            return sink.planes();
        }

        Tiling oneTile() {
            return Tiling.none(plan.outputShape());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Conv2d(3, 300, 3)                            | 3    | 40x4000    | float32
                    Conv2d(512, 512, 3, padding=1)               | 512  | 8x520      | float32
                    Conv2d(512, 512, 3, padding=1)               | 512  | 8x520      | float32-direct
                    Conv2d(512, 512, 3, padding=2, dilation=2)   | 512  | 8x520      | float32
                    Conv2d(512, 512, 3, padding=1, stride=2)     | 512  | 16x1030    | float32
                    Conv2d(1024, 2048, 1)                        | 1024 | 4x520      | float32
                    Conv2d(256, 256, 5, padding=2)               | 256  | 30x520     | float32
                    Conv2d(64, 64, 3, groups=64)                 | 64   | 400x1000   | float32
                    Conv2d(1, 1, 63, padding=31)                 | 1    | 400x2000   | float32
                    Conv2d(2, 2, 3); GELU(); Conv2d(2, 2, 3)     | 2    | 1000x1000  | float32
                    Tanh()                                       | 8    | 1000x1000  | float32
                    ConvTranspose2d(256, 256, 3, stride=2)       | 256  | 30x100     | float32
                    ConvTranspose2d(256, 256, 16, stride=8)      | 256  | 4x8        | float32
                    Conv2d(25088, 1024, 1)                       | 25088 | 1x1        | float32
                    MaxPool2d(15, stride=1)                      | 8    | 1000x1000  | float32
                    Upsample(scale_factor=4, mode='bicubic')     | 4    | 600x1000   | float32
                    MaxPool2d((1, 99), stride=1)                 | 1    | 1x6000000  | float32
                    Upsample(size=(1, 5000000), mode='bicubic')  | 1    | 1x2000000  | float32
                    MaxPool1d(5001, stride=2)                    | 1    | 600000     | float32
                    AvgPool1d(100001, stride=1)                  | 1    | 400000     | float32
                    AvgPool2d((1, 2001), stride=1)               | 2    | 8x262144   | float32
                    AvgPool2d((2001, 1), stride=1)               | 1    | 2010x10000 | float32
                    AvgPool3d(200, stride=20)                    | 1    | 220x220x220 | float32
                    Conv3d(32, 32, 3, padding=1)                 | 32   | 8x60x300   | float32
                    Conv3d(32, 32, (3, 1, 1), padding=(1, 0, 0)) | 32   | 200x4x4    | float32
                    Conv3d(64, 64, 3, padding=1, groups=64)      | 64   | 600x12x5   | float32
                    Conv3d(8, 8, 3, padding=1)                   | 8    | 30000x2x2  | float32
                    ConvTranspose3d(8, 8, 2, stride=2)           | 8    | 20000x3x3  | float32
                    MaxPool3d(5, stride=1)                       | 8    | 12x300x300 | float32
                    MaxPool3d(2)                                 | 8    | 60000x2x2  | float32
                    Upsample(scale_factor=2, mode='trilinear')   | 4    | 20x200x200 | float32
                    Upsample(scale_factor=2, mode='trilinear')   | 4    | 20000x3x2  | float32
                    Conv2d(1200, 1200, 3, padding=1)             | 1200 | 20x20      | float32
                    InstanceNorm2d(4)                            | 4    | 1000x2000  | float32
                    AdaptiveAvgPool2d(1)                         | 4    | 2000x2000  | float32
                    Softmax2d()                                  | 500  | 1x20000    | float32
                    Softmax(dim=3)                               | 1    | 1x8000000  | float32
                    Conv2d(3, 10, 5)                             | 3    | 40x500     | float64
                    Conv2d(3, 32, 15)                            | 3    | 15x1500    | float64
                    ConvTranspose2d(64, 32, 5)                   | 64   | 1x300      | float64
                    Conv2d(1, 1, (1, 3))                         | 1    | 1x1000000  | float64
                    MaxPool2d(7, stride=1)                       | 1    | 500x500    | float64
                    AdaptiveAvgPool2d(1)                         | 1    | 1500x1500  | float64
                    Upsample(scale_factor=4, mode='bicubic')     | 1    | 300x300    | float64
                    Tanh()                                       | 1    | 1000x1000  | float64
                    InstanceNorm2d(2)                            | 2    | 1000x1000  | float64
                    Softmax(dim=3)                               | 1    | 1x1000000  | float64
                    LogSoftmax(dim=2)                            | 1    | 1000x1000  | float64
                    """)
    void aTileThatIsTheWholeImageLooksOften(String text, int channels, String size, String precision) {
        Extent spatial = Extent.parse(size, size.split("x", -1).length);
        FeatureShape input = new FeatureShape(channels, spatial);
        assertLooksOften(Job.of(NetworkText.parse(text), input, Precision.parse(precision)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conv2d(1, 1, 31)", "Conv2d(1, 8, 9)"})
    void separableKernelsLookOften(String text) {
        Network network = NetworkText.parse(text);
        Map<String, Tensor> equal =
                network.parameters().stream().collect(Collectors.toMap(Layer.Parameter::name, CancellationTest::ones));
        Job job = Job.of(
                new FilledNetwork(network, new Weights(network, equal), new WeightSource.Kaiming()),
                FeatureShape.of(1, 1000, 1000),
                Precision.FLOAT32);
        assertTrue(job.plan().steps().get(0).algorithm().startsWith("separable"));
        assertLooksOften(job);
    }

    /** Whether large kernels are of low rank must not take as long as their singular values: nobody can cancel it. */
    @Test
    void aPlanForLargeKernelsIsMadeSoon() {
        FilledNetwork filled = FilledNetwork.random(NetworkText.parse("Conv2d(1, 4, 449)"));
        long begin = THREADS.getCurrentThreadCpuTime();
        NetworkRun.plan(filled.network(), filled.weights(), FeatureShape.of(1, 1200, 1200), Precision.FLOAT32);
        double millis = (THREADS.getCurrentThreadCpuTime() - begin) / NANOS_PER_MILLI;
        assertTrue(millis < 10 * MAX_MILLIS, () -> millis + " ms");
    }

    private static Tensor ones(Layer.Parameter parameter) {
        float[] ones = new float[Math.toIntExact(parameter.elements())];
        Arrays.fill(ones, 1);
        return new Tensor(ones, parameter.shape());
    }

    private static void assertLooksOften(Job job) {
        GapMonitor monitor = new GapMonitor();
        job.run(job.runner(Workers.CALLER, monitor), job.oneTile());
        assertTrue(monitor.longestMillis() < MAX_MILLIS, () -> monitor.longestMillis() + " ms between two looks");
    }

    @Test
    void escEndsAllThreadsAtOnceAndFreesTheirMemory() {
        Job job = Job.of(
                NetworkText.parse("Conv2d(3, 64, 7); Conv2d(64, 8, 5)"),
                FeatureShape.of(3, 1500, 1500),
                Precision.FLOAT32);
        CountingMonitor monitor = new CountingMonitor(500);
        ParallelWorkers.withThreads(2, () -> {
            TileRunner runner = job.runner(ParallelWorkers.ofContext(), monitor);
            Tiling halves = Tiling.of(job.plan().outputShape(), 750);
            assertThrows(CancellationException.class, () -> job.run(runner, halves));
            assertEquals(0, runner.bytesInUse());
        });
        assertTrue(
                monitor.asked() <= 502, () -> "asked " + monitor.asked() + " times, though the answer was yes at 500");
    }

    /** Cancels as soon as it has begun to read. */
    private static final class InterruptedSource implements BlockSource, Monitor {
        private final FeatureShape shape;
        private boolean hasBegun;

        InterruptedSource(FeatureShape shape) {
            this.shape = shape;
        }

        @Override
        public FeatureShape shape() {
            return shape;
        }

        @Override
        public int items() {
            return 1;
        }

        @Override
        public Block read(int item, Region region, Scratch scratch) {
            hasBegun = true;
            scratch.checkCancelled();
            throw new AssertionError("reading goes on");
        }

        @Override
        public void release(Block block, Scratch scratch) {
            throw new AssertionError("nothing was read");
        }

        @Override
        public boolean isCancelled() {
            return hasBegun;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReLU()", "InstanceNorm2d(2)", "AdaptiveAvgPool2d(1)"})
    void readingMayBeCancelled(String text) {
        InterruptedSource source = new InterruptedSource(FeatureShape.of(2, 30, 30));
        Job job = Job.of(NetworkText.parse(text), source.shape(), Precision.FLOAT32);
        TileRunner runner = job.runner(Workers.CALLER, source);
        List<BlockSink> sinks = List.of(new ForgetfulSink(2));
        assertThrows(CancellationException.class, () -> runner.run(source, sinks, job.oneTile()));
        assertEquals(0, runner.bytesInUse());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsCancelledWheneverLeavesNothingInUse(long seed) {
        RandomNetworks.Case drawn = RandomNetworks.withSeed(seed);
        for (Precision precision : Precision.values()) {
            FilledNetwork filled = FilledNetwork.random(drawn.network());
            Job job = Job.of(filled, drawn.input(), precision);
            CountingMonitor never = CountingMonitor.never();
            float[][][][] result = job.result(never);
            int looks = never.asked();
            for (int i = 0; i < 5; i++) {
                int cancelAt = 1 + (int) ((long) looks * i / 5);
                Job cancelled = Job.of(filled, drawn.input(), precision);
                TileRunner runner = cancelled.runner(Workers.CALLER, new CountingMonitor(cancelAt));
                assertThrows(CancellationException.class, () -> cancelled.run(runner, cancelled.oneTile()));
                assertEquals(0, runner.bytesInUse(), () -> drawn.network() + " cancelled at look " + cancelAt);
                assertArrayEquals(result, cancelled.result(Monitor.NONE), () -> drawn.network() + " after all");
            }
        }
    }
}
