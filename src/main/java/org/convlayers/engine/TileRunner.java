package org.convlayers.engine;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.convlayers.shape.Box;

/** Runs a plan over the tiles of every item of a batch. */
public final class TileRunner {
    private final NetworkPlan plan;
    private final BlockSource source;
    private final BlockSink sink;
    private final Tiling tiling;
    private final int tiles;
    private final Monitor monitor;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private long completed;

    private TileRunner(NetworkPlan plan, BlockSource source, BlockSink sink, Tiling tiling, Monitor monitor) {
        this.plan = plan;
        this.source = source;
        this.sink = sink;
        this.monitor = monitor;
        this.tiling = tiling;
        tiles = tiling.count(plan.outputShape());
    }

    /**
     * Computes every tile of every item.
     *
     * @param plan what is computed
     * @param source the input, of the shape the plan was made for
     * @param sink where the output goes
     * @param tiling how the output is cut; the result does not depend on it
     * @param workers the threads; the result does not depend on their number
     * @param monitor is told the progress, and may cancel
     * @throws IllegalArgumentException if the source has another shape, or the batch more tiles than can be counted
     * @throws CancellationException if the monitor cancelled; the sink is then incomplete
     */
    public static void run(
            NetworkPlan plan, BlockSource source, BlockSink sink, Tiling tiling, Workers workers, Monitor monitor) {
        if (!source.shape().equals(plan.inputShape())) {
            throw new IllegalArgumentException(
                    "the plan is made for inputs of " + plan.inputShape() + ", but got " + source.shape());
        }
        TileRunner runner = new TileRunner(plan, source, sink, tiling, monitor);
        workers.forEach(runner.tasks(), runner::runTile);
    }

    private int tasks() {
        long tasks = (long) source.items() * tiles;
        if (tasks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(source.items() + " items of " + tiles + " tiles are more than "
                    + Integer.MAX_VALUE + " in all; take larger tiles");
        }
        return (int) tasks;
    }

    private void runTile(int task) {
        if (monitor.isCancelled()) {
            throw new CancellationException("cancelled");
        }
        Scratch reused = idle.poll();
        Scratch scratch = reused == null ? new Scratch() : reused;
        Box tile = tiling.tile(plan.outputShape(), task % tiles);
        plan.compute(source, task / tiles, tile, sink, scratch);
        idle.add(scratch);
        reportProgress();
    }

    private synchronized void reportProgress() {
        completed++;
        monitor.progress((double) completed / ((long) source.items() * tiles));
    }
}
