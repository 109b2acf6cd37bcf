package org.convlayers.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.convlayers.app.RunTimes;

/**
 * Times engines on one job in interleaved rounds: what disturbs the machine for a while disturbs all of them.
 *
 * @param job what was computed
 * @param times the times of those that could do it
 */
record Race(Job job, Map<Engine, RunTimes> times) {
    private static final long WARM_UP_NANOS = 1_000_000_000L;

    /** The more code there is, the later the JIT has compiled all of it. */
    private static final long WARM_UP_NANOS_PER_LAYER = 40_000_000L;

    private static final long ROUND_NANOS = 60_000_000L;
    private static final long SLOW_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 9;
    private static final int SLOW_ROUNDS = 2;
    private static final int PAUSE_MILLIS = 15;
    private static final double NANOS_PER_MILLI = 1e6;

    /** As single precision allows; more means that something else was computed. */
    private static final double TOLERANCE = 1e-4;

    /** One engine's way through the rounds. */
    private static final class Runner {
        private final Contender contender;
        private final LongSupplier clock;
        private final int runsPerRound;
        private final int rounds;
        private final List<Double> millis = new ArrayList<>();

        Runner(Contender contender, LongSupplier clock, int layers) {
            this.contender = contender;
            this.clock = clock;
            int runs = 0;
            long begin = clock.getAsLong();
            do {
                contender.run();
                runs++;
            } while (clock.getAsLong() - begin < WARM_UP_NANOS + layers * WARM_UP_NANOS_PER_LAYER);
            long nanosPerRun = (clock.getAsLong() - begin) / runs;
            runsPerRound = (int) Math.max(1, ROUND_NANOS / nanosPerRun);
            rounds = nanosPerRun < SLOW_NANOS ? ROUNDS : SLOW_ROUNDS;
        }

        /** A round, after a run that brings the engine's data back to the caches. */
        void round(int number) {
            if (number >= rounds) {
                return;
            }
            if (runsPerRound > 1) {
                contender.run();
            }
            long begin = clock.getAsLong();
            for (int i = 0; i < runsPerRound; i++) {
                contender.run();
            }
            millis.add((clock.getAsLong() - begin) / NANOS_PER_MILLI / runsPerRound);
        }
    }

    /**
     * Runs a job on all engines that can do it.
     *
     * @throws IllegalStateException if two of them do not agree
     */
    static Race run(Job job) throws InterruptedException {
        Map<Engine, Contender> contenders = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            engine.prepare(job).ifPresent(contender -> contenders.put(engine, contender));
        }
        requireSameValues(job, contenders);
        Map<Engine, Runner> runners = new EnumMap<>(Engine.class);
        contenders.forEach((engine, contender) -> runners.put(
                engine,
                new Runner(contender, clock(job), job.network().nodes().size())));
        for (int round = 0; round < ROUNDS; round++) {
            for (Runner runner : runners.values()) {
                Thread.sleep(PAUSE_MILLIS); // threads of the engine before spin for a while
                runner.round(round);
            }
        }
        contenders.values().forEach(Contender::close);
        Map<Engine, RunTimes> times = new EnumMap<>(Engine.class);
        runners.forEach((engine, runner) -> times.put(engine, new RunTimes(runner.millis)));
        return new Race(job, times);
    }

    /** What one thread does alone is measured by its processor time, which other work on the machine disturbs less. */
    private static LongSupplier clock(Job job) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return job.threads() == 1 ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }

    private static void requireSameValues(Job job, Map<Engine, Contender> contenders) {
        float[] ours = contenders.get(Engine.CONVLAYERS).output();
        contenders.forEach((engine, contender) -> {
            double error = engine.givesSameValues() ? relativeError(ours, contender.output()) : 0;
            if (!(error <= TOLERANCE)) {
                throw new IllegalStateException(
                        job.name() + ": " + engine.title() + " differs by " + error + " of the largest value");
            }
        });
    }

    private static double relativeError(float[] ours, float[] theirs) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < theirs.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        return difference / largest;
    }

    /**
     * Our time in units of that of the better one of ONNX Runtime and libtorch, of those that took part.
     *
     * @param time what stands for the rounds
     */
    double ratio(ToDoubleFunction<RunTimes> time) {
        double better = Stream.of(Engine.ONNX_RUNTIME, Engine.LIBTORCH)
                .filter(times::containsKey)
                .mapToDouble(engine -> time.applyAsDouble(times.get(engine)))
                .min()
                .orElseThrow();
        return time.applyAsDouble(times.get(Engine.CONVLAYERS)) / better;
    }
}
