package org.convlayers.img;

import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.convlayers.engine.Workers;

/**
 * The threads that ImgLib2 has for the caller: {@link Parallelization#runWithNumThreads} and its siblings set how many.
 */
public final class ParallelWorkers implements Workers {
    private final TaskExecutor executor;

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
            executor.getExecutorService().execute(loop);
        }
        loop.run();
        loop.end();
    }

    /** Tasks that some threads take one after the other. */
    private static final class Loop implements Runnable {
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
        @Override
        public void run() {
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
