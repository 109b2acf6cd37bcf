package org.convlayers.app;

import java.util.List;
import java.util.Optional;
import org.convlayers.engine.FloatPlan;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.TileRunner;
import org.convlayers.engine.layer.Precision;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Monitor;
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
     * @param outputs the names of the layers whose outputs are wanted; no layer takes them
     * @param input the shape of each item
     * @param precision how to compute
     * @throws org.convlayers.shape.ShapeException if the network does not take such inputs
     */
    public static NetworkPlan plan(
            Network network, Weights weights, List<String> outputs, FeatureShape input, Precision precision) {
        return precision == Precision.FLOAT64
                ? CursorPlan.create(network, weights, outputs, input)
                : FloatPlan.create(network, weights, outputs, input, precision);
    }

    /** As above, for the output of the last layer. */
    public static NetworkPlan plan(Network network, Weights weights, FeatureShape input, Precision precision) {
        return plan(network, weights, List.of(network.output().name()), input, precision);
    }

    /**
     * Decides how the result is cut, for the threads of the current {@code net.imglib2.parallel.Parallelization} context
     * and the memory that is free.
     *
     * @param plan what to compute
     * @param items the number of items
     * @param tile what the user wants
     * @throws NotEnoughMemoryException if layers look at whole feature maps that memory does not hold, or if it does not
     *     hold a tile for each thread; the message names the layer or the tile, and how much is needed
     */
    public static TileDecision decide(NetworkPlan plan, int items, TileChoice tile) {
        Optional<NetworkPlan.WholeMaps> whole = plan.wholeMaps();
        long needed = whole.map(NetworkPlan.WholeMaps::bytes).orElse(0L);
        if (!FreeMemory.holds(needed)) {
            throw new NotEnoughMemoryException("layer '" + whole.orElseThrow().layer()
                    + "' looks at whole feature maps, which need " + FreeMemory.inWords(needed) + ", but "
                    + FreeMemory.inWords(FreeMemory.bytes())
                    + " are free; give Java more memory, or take a smaller part of the image");
        }
        TileDecision decision = decide(plan, items, tile, needed);
        return whole.isEmpty()
                ? decision
                : new TileDecision(
                        decision.tiling(),
                        decision.reason() + "; layer '" + whole.get().layer() + "' looks at whole feature maps, which"
                                + " are computed first and kept: " + FreeMemory.inWords(needed));
    }

    private static TileDecision decide(NetworkPlan plan, int items, TileChoice tile, long needed) {
        int parallelism = ParallelWorkers.ofContext().parallelism();
        try {
            return tile.decide(plan, items, parallelism, FreeMemory.bytes() - needed);
        } catch (NotEnoughMemoryException e) {
            System.gc();
            return tile.decide(plan, items, parallelism, FreeMemory.bytes() - needed);
        }
    }

    /**
     * Computes every item with a plan of one output, in tiles chosen as {@link #decide} does.
     *
     * @see #run(NetworkPlan, BlockSource, List, TileDecision, Monitor)
     */
    public static void run(NetworkPlan plan, BlockSource source, BlockSink sink, TileChoice tile, Monitor monitor) {
        run(plan, source, List.of(sink), decide(plan, source.items(), tile), monitor);
    }

    /**
     * Computes every item, on the threads of the current {@code net.imglib2.parallel.Parallelization} context.
     *
     * @param plan what to compute
     * @param source the items
     * @param sinks where the results go, one for each output
     * @param tiles how to cut them
     * @param monitor is told the progress, and may cancel
     * @throws java.util.concurrent.CancellationException if the monitor cancelled
     */
    public static void run(
            NetworkPlan plan, BlockSource source, List<BlockSink> sinks, TileDecision tiles, Monitor monitor) {
        new TileRunner(plan, ParallelWorkers.ofContext(), monitor).run(source, sinks, tiles.tiling());
    }
}
