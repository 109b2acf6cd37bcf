package org.convlayers.img;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.convlayers.engine.Workers;

/**
 * The threads that ImgLib2 has for the caller: {@link Parallelization#runWithNumThreads} and its siblings set how many.
 *
 * <p>A thread that has helped stays awake for a moment, and so does the caller who waits for it: to wake a thread takes longer
 * than many a layer of a small image, and where one loop follows the other nobody has to be woken.
 */
public final class ParallelWorkers implements Workers {
    /** How long a thread stays awake with nothing to do: some layers that one thread computes alone, with what lies around. */
    private static final long PATIENCE_NANOS = 200_000;

    private final TaskExecutor executor;
    private final Queue<Helper> awake = new ConcurrentLinkedQueue<>();

    private ParallelWorkers(TaskExecutor executor) {
        this.executor = executor;
    }

    /** The threads of the current {@link Parallelization} context. */
    public static ParallelWorkers ofContext() {
        return new ParallelWorkers(Parallelization.getTaskExecutor());
    }

    /** Runs a task in a context of so many threads. */
    public static void withThreads(int threads, Runnable task) {
        Parallelization.runWithNumThreads(threads, task);
    }

    @Override
    public int parallelism() {
        return executor.getParallelism();
    }

    /** The caller takes part: one thread alone needs nobody else, and nobody waits for threads that are busy elsewhere. */
    @Override
    public void forEach(int tasks, IntConsumer task) {
        Loop loop = new Loop(tasks, task);
        int helpers = Math.min(tasks, executor.getParallelism()) - 1;
        for (int i = 0; i < helpers; i++) {
            if (!isTakenByOneAwake(loop)) {
                executor.getExecutorService().execute(new Helper(loop));
            }
        }
        loop.run();
        loop.end();
    }

    private boolean isTakenByOneAwake(Loop loop) {
        Helper helper = awake.poll();
        while (helper != null && !helper.takes(loop)) {
            helper = awake.poll();
        }
        return helper != null;
    }

    /** Waits, awake, until something is as expected, but not for long. */
    private static void awaitShortly(BooleanSupplier expected) {
        long begin = System.nanoTime();
        while (!expected.getAsBoolean() && System.nanoTime() - begin < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
    }

    /** Takes part in a loop, and then in others that begin soon after. */
    private final class Helper implements Runnable {
        /** What a helper that is no longer awake takes part in. */
        private static final Loop NONE = new Loop(0, task -> {});

        private final AtomicReference<Loop> next;

        Helper(Loop first) {
            next = new AtomicReference<>(first);
        }

        /** Whether it takes part in a loop: not if it is at work or no longer awake. */
        boolean takes(Loop loop) {
            return next.compareAndSet(null, loop);
        }

        @Override
        public void run() {
            while (next.get() != NONE) {
                next.get().run();
                next.set(null);
                awake.add(this);
                awaitShortly(() -> next.get() != null);
                if (next.compareAndSet(null, NONE)) {
                    awake.remove(this);
                }
            }
        }
    }

    /** Tasks that some threads take one after the other. */
    private static final class Loop {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicLong next = new AtomicLong();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Phaser working = new Phaser(1);

        Loop(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        /** Works until no task is left; comes too late if the loop has ended. */
        void run() {
            if (working.register() < 0) {
                return;
            }
            try {
                for (long i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    task.accept((int) i);
                }
            } catch (RuntimeException | Error e) {
                next.set(tasks);
                failure.compareAndSet(null, e);
            } finally {
                working.arriveAndDeregister();
            }
        }

        /** Waits for those at work, and throws what a task threw first. */
        void end() {
            int phase = working.arriveAndDeregister();
            awaitShortly(() -> working.getPhase() != phase);
            working.awaitAdvance(phase);
            if (failure.get() instanceof Error error) {
                throw error;
            }
            if (failure.get() instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
