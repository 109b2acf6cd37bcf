package org.convlayers.ij.field;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A coarse look at {@link LiveFieldBenchmark}: processor time, so that what else the machine does counts little. */
class LiveFieldSpeedTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long FRAME_NANOS = 1_000_000_000L / 60;
    private static final int UPDATES = 41;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {"chain", "dilated", "unet"})
    void sixtyUpdatesASecondAreLeftTimeFor(String network) {
        LiveFieldBenchmark benchmark = new LiveFieldBenchmark();
        benchmark.network = network;
        benchmark.show = "box centre taps shade lattice heat";
        benchmark.prepare();
        // Until the compiler has done its work, which takes its time on a busy machine.
        long patience = THREADS.getCurrentThreadCpuTime() + PATIENCE_NANOS;
        long median = median(benchmark);
        while (median >= FRAME_NANOS && THREADS.getCurrentThreadCpuTime() < patience) {
            median = median(benchmark);
        }
        assertTrue(median < FRAME_NANOS, "an update takes " + median / 1000 + " microseconds");
    }

    private static long median(LiveFieldBenchmark benchmark) {
        return LongStream.generate(() -> nanos(benchmark))
                .limit(UPDATES)
                .sorted()
                .skip(UPDATES / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long nanos(LiveFieldBenchmark benchmark) {
        long start = THREADS.getCurrentThreadCpuTime();
        benchmark.update();
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
