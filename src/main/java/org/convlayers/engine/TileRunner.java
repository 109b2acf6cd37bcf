package org.convlayers.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Monitor;
import org.convlayers.engine.memory.PlaneMemory;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;

/**
 * Runs a plan over the tiles of every item of a batch.
 *
 * <p>Scratch memory is kept from run to run: who runs a plan again and again keeps the runner.
 */
public final class TileRunner {
    private final NetworkPlan plan;
    private final Workers workers;
    private final Monitor monitor;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private final PlaneMemory planes = new PlaneMemory();

    /**
     * Makes a runner.
     *
     * @param plan what is computed
     * @param workers the threads; the result does not depend on their number
     * @param monitor is told the progress, and may cancel
     */
    public TileRunner(NetworkPlan plan, Workers workers, Monitor monitor) {
        this.plan = plan;
        this.workers = workers;
        this.monitor = monitor;
    }

    /**
     * Computes every tile of every item, once, with a plan of one output.
     *
     * @see #TileRunner
     * @see #run(BlockSource, List, Tiling)
     */
    public static void run(
            NetworkPlan plan, BlockSource source, BlockSink sink, Tiling tiling, Workers workers, Monitor monitor) {
        new TileRunner(plan, workers, monitor).run(source, List.of(sink), tiling);
    }

    /**
     * Computes every tile of every item.
     *
     * @param source the input, of the shape the plan was made for
     * @param sinks where each output goes
     * @param tiling how the largest output is cut; the result does not depend on it
     * @throws IllegalArgumentException if the source has another shape, or the batch more tiles than can be counted
     * @throws CancellationException if the monitor cancelled; the sinks are then incomplete
     */
    public void run(BlockSource source, List<BlockSink> sinks, Tiling tiling) {
        if (!source.shape().equals(plan.inputShape())) {
            throw new IllegalArgumentException(
                    "the plan is made for inputs of " + plan.inputShape() + ", but got " + source.shape());
        }
        int tiles = tiling.count(plan.outputShape());
        List<Double> work = plan.passes();
        if (work.size() == 1 && source.items() != 1) { // a batch has tasks for all threads
            new Passes(work, 1)
                    .run(
                            tasks(source.items(), tiles),
                            (task, scratch) ->
                                    plan.compute(source, task / tiles, tile(tiling, task % tiles), sinks, scratch));
            return;
        }
        Passes passes = new Passes(work, source.items());
        for (int item = 0; item < source.items(); item++) {
            try (NetworkPlan.TilePlan ready = plan.prepare(source, item, passes)) {
                passes.run(tiles, (number, scratch) -> ready.compute(tile(tiling, number), sinks, scratch));
            }
        }
    }

    private Box tile(Tiling tiling, int number) {
        return tiling.tile(plan.outputShape(), number);
    }

    private static int tasks(int items, int tiles) {
        long tasks = (long) items * tiles;
        if (tasks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(items + " items of " + tiles + " tiles are more than "
                    + Integer.MAX_VALUE + " in all; take larger tiles");
        }
        return (int) tasks;
    }

    /** How many bytes of scratch memory and of whole maps are kept for the next run. Not to be asked while one is going on. */
    public long bytesHeld() {
        return planes.bytesHeld() + idle.stream().mapToLong(Scratch::bytesHeld).sum();
    }

    /** How many of them are in use: none, also after a run that failed or was cancelled. */
    public long bytesInUse() {
        return planes.bytesInUse()
                + idle.stream().mapToLong(Scratch::bytesInUse).sum();
    }

    /** The workers with their memory; tells the progress of several passes over tiles. */
    private final class Passes implements Crew {
        private final List<Double> work;
        private final double total;
        private int pass;
        private double passed;
        private long completed;

        /**
         * None has begun.
         *
         * @param work how much there is to do in each pass over an item
         * @param items the number of items
         */
        Passes(List<Double> work, int items) {
            this.work = work;
            total = items * work.stream().mapToDouble(Double::doubleValue).sum();
        }

        @Override
        public int parallelism() {
            return workers.parallelism();
        }

        @Override
        public PlaneMemory planes() {
            return planes;
        }

        @Override
        public void run(int tasks, Task task) {
            workers.forEach(tasks, number -> {
                runOne(number, task);
                reportProgress(tasks);
            });
            passed += work.get(pass) / total;
            pass = (pass + 1) % work.size();
            completed = 0;
        }

        @Override
        public void share(int parts, Scratch own, Task part) {
            Thread caller = Thread.currentThread();
            workers.forEach(parts, number -> {
                if (Thread.currentThread() == caller) {
                    run(number, part, own);
                } else {
                    runOne(number, part);
                }
            });
        }

        private void runOne(int number, Task task) {
            Scratch reused = idle.poll();
            Scratch scratch = reused == null ? new Scratch(monitor) : reused;
            try {
                run(number, task, scratch);
            } finally {
                idle.add(scratch);
            }
        }

        private static void run(int number, Task task, Scratch scratch) {
            scratch.checkCancelled();
            task.run(number, scratch);
        }

        private synchronized void reportProgress(int tasks) {
            completed++;
            monitor.progress(passed + work.get(pass) / total * completed / tasks);
        }
    }
}
