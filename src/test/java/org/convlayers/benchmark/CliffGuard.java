package org.convlayers.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convlayers.app.BenchmarkCase;
import org.convlayers.app.FilledNetwork;
import org.convlayers.app.NetworkBenchmark;
import org.convlayers.engine.memory.ArraySource;
import org.convlayers.img.ParallelWorkers;

/**
 * Notices where a map of an awkward size takes clearly more time for each pixel than one of a round size: narrow maps, flat
 * ones, and those a little smaller or larger. Not a unit test, because it takes minutes and a quiet machine: {@code ./mvnw
 * -Pbenchmark} runs it.
 */
public final class CliffGuard {
    /** How many times as long a pixel may take. */
    private static final double MAX_LOSS = 2;

    /** The fastest of so many runs counts. */
    private static final int RUNS = 25;

    private static final long WARM_UP_NANOS = 600_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String ROUND = "256x256";

    private static final List<String> AWKWARD = List.of(
            "65536x1", "32768x2", "21845x3", "16384x4", "8192x8", "4096x16", "2048x32", "1024x64", "4x16384", "2x32768",
            "1x65536", "255x257", "127x513", "517x126", "63x1041");

    /** A layer and the number of its input channels. */
    private record Timed(String layer, int channels) {
        /** The time of a pixel on a map of this size, in nanoseconds. */
        double nanosPerPixel(String size) {
            BenchmarkCase timed = new BenchmarkCase(layer, layer, channels + "x" + size);
            ArraySource source = new ArraySource(timed.input(), NetworkBenchmark.randomPlanes(timed.input()));
            NetworkBenchmark network = NetworkBenchmark.of(FilledNetwork.random(timed.network()), source);
            long warm = THREADS.getCurrentThreadCpuTime() + WARM_UP_NANOS;
            while (THREADS.getCurrentThreadCpuTime() < warm) {
                network.run();
            }
            long best = Long.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                network.run();
                best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begin);
            }
            return (double) best / timed.input().spatial().product();
        }
    }

    private static final List<Timed> LAYERS = List.of(
            new Timed("Conv2d(3, 10, 3, padding=1)", 3),
            new Timed("Conv2d(16, 16, 3, padding=1)", 16),
            new Timed("Conv2d(32, 32, 3, padding=1)", 32),
            new Timed("Conv2d(16, 3, 3, padding=1)", 16),
            new Timed("Conv2d(64, 64, 3, padding=1, groups=64)", 64),
            new Timed("Conv2d(32, 32, 5, padding=2, groups=32)", 32),
            new Timed("Conv2d(32, 64, 1)", 32),
            new Timed("Conv2d(16, 16, 3, padding=2, dilation=2)", 16),
            new Timed("Conv2d(1, 1, 7, padding=3)", 1),
            new Timed("ConvTranspose2d(16, 16, 2, stride=2)", 16));

    private CliffGuard() {}

    /**
     * Prints times, and fails if an awkward size takes too long.
     *
     * @param arguments begins of layers; all if there are none
     * @throws IllegalStateException naming the layers and sizes
     */
    public static void main(String[] arguments) {
        List<String> bad = new ArrayList<>();
        ParallelWorkers.withThreads(1, () -> {
            for (Timed timed : LAYERS) {
                if (arguments.length == 0 || Arrays.stream(arguments).anyMatch(timed.layer()::startsWith)) {
                    compare(timed, bad);
                }
            }
        });
        if (!bad.isEmpty()) {
            throw new IllegalStateException("slower than a round size: " + String.join("; ", bad));
        }
    }

    private static void compare(Timed timed, List<String> bad) {
        double round = timed.nanosPerPixel(ROUND);
        System.out.printf(Locale.ROOT, "%s: %.1f ns for a pixel of %s;", timed.layer(), round, ROUND);
        for (String size : AWKWARD) {
            double loss = timed.nanosPerPixel(size) / round;
            System.out.printf(Locale.ROOT, " %s %.2f", size, loss);
            if (!(loss <= MAX_LOSS)) {
                bad.add(String.format(Locale.ROOT, "%s of %s %.2f", timed.layer(), size, loss));
            }
        }
        System.out.println();
    }
}
