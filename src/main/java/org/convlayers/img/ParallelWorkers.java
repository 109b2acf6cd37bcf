package org.convlayers.img;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Override
    public void forEach(int tasks, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            try {
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    task.accept(i);
                }
            } catch (RuntimeException | Error e) {
                next.set(tasks);
                throw e;
            }
        };
        executor.runAll(Collections.nCopies(Math.min(tasks, executor.getParallelism()), worker));
    }
}
