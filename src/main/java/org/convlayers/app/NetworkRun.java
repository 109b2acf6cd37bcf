package org.convlayers.app;

import org.convlayers.engine.BlockSink;
import org.convlayers.engine.BlockSource;
import org.convlayers.engine.FloatPlan;
import org.convlayers.engine.Monitor;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.Precision;
import org.convlayers.engine.TileRunner;
import org.convlayers.img.CursorPlan;
import org.convlayers.img.ParallelWorkers;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Applies a network to every item of a source.
 *
 * <pre>{@code
 * NetworkPlan plan = NetworkRun.plan(network, weights, source.shape(), Precision.FLOAT32);
 * ArraySink result = new ArraySink(plan.outputShape(), source.items());
 * NetworkRun.run(plan, source, result, TileChoice.AUTO, Monitor.NONE);
 * }</pre>
 */
public final class NetworkRun {
    private NetworkRun() {}

    /**
     * Makes a network ready, before anything is computed.
     *
     * @param network the layers
     * @param weights their parameters
     * @param input the shape of each item
     * @param precision how to compute
     * @throws org.convlayers.shape.ShapeException if the network does not take such inputs
     */
    public static NetworkPlan plan(Network network, Weights weights, FeatureShape input, Precision precision) {
        return precision == Precision.FLOAT64
                ? CursorPlan.create(network, weights, input)
                : FloatPlan.create(network, weights, input, precision);
    }

    /**
     * Computes every item, on the threads of the current {@code net.imglib2.parallel.Parallelization} context.
     *
     * @param plan what to compute
     * @param source the items
     * @param sink where the results go
     * @param tile how to cut them
     * @param monitor is told the progress, and may cancel
     * @throws java.util.concurrent.CancellationException if the monitor cancelled
     */
    public static void run(NetworkPlan plan, BlockSource source, BlockSink sink, TileChoice tile, Monitor monitor) {
        ParallelWorkers workers = ParallelWorkers.ofContext();
        TileRunner.run(plan, source, sink, tile.tiling(plan, source.items(), workers.parallelism()), workers, monitor);
    }
}
