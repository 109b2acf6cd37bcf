package org.convlayers.engine;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
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
     * Computes every tile of every item, once.
     *
     * @see #TileRunner
     * @see #run(BlockSource, BlockSink, Tiling)
     */
    public static void run(
            NetworkPlan plan, BlockSource source, BlockSink sink, Tiling tiling, Workers workers, Monitor monitor) {
        new TileRunner(plan, workers, monitor).run(source, sink, tiling);
    }

    /**
     * Computes every tile of every item.
     *
     * @param source the input, of the shape the plan was made for
     * @param sink where the output goes
     * @param tiling how the output is cut; the result does not depend on it
     * @throws IllegalArgumentException if the source has another shape, or the batch more tiles than can be counted
     * @throws CancellationException if the monitor cancelled; the sink is then incomplete
     */
    public void run(BlockSource source, BlockSink sink, Tiling tiling) {
        if (!source.shape().equals(plan.inputShape())) {
            throw new IllegalArgumentException(
                    "the plan is made for inputs of " + plan.inputShape() + ", but got " + source.shape());
        }
        Run run = new Run(source, sink, tiling);
        workers.forEach(run.tasks(), run::tile);
    }

    /** How many bytes of scratch memory are kept for the next run. Not to be asked while one is going on. */
    public long bytesHeld() {
        return idle.stream().mapToLong(Scratch::bytesHeld).sum();
    }

    /** How many of them are in use: none, also after a run that failed or was cancelled. */
    public long bytesInUse() {
        return idle.stream().mapToLong(Scratch::bytesInUse).sum();
    }

    /** One way over all tiles. */
    private final class Run {
        private final BlockSource source;
        private final BlockSink sink;
        private final Tiling tiling;
        private final int tiles;
        private long completed;

        Run(BlockSource source, BlockSink sink, Tiling tiling) {
            this.source = source;
            this.sink = sink;
            this.tiling = tiling;
            tiles = tiling.count(plan.outputShape());
        }

        int tasks() {
            long tasks = (long) source.items() * tiles;
            if (tasks > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(source.items() + " items of " + tiles + " tiles are more than "
                        + Integer.MAX_VALUE + " in all; take larger tiles");
            }
            return (int) tasks;
        }

        void tile(int task) {
            Scratch reused = idle.poll();
            Scratch scratch = reused == null ? new Scratch(monitor) : reused;
            try {
                scratch.checkCancelled();
                Box tile = tiling.tile(plan.outputShape(), task % tiles);
                plan.compute(source, task / tiles, tile, sink, scratch);
            } finally {
                idle.add(scratch);
            }
            reportProgress();
        }

        private synchronized void reportProgress() {
            completed++;
            monitor.progress((double) completed / ((long) source.items() * tiles));
        }
    }
}
