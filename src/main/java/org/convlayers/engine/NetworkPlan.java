package org.convlayers.engine;

import java.util.List;
import java.util.Optional;
import org.convlayers.engine.memory.BlockSink;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Crew;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/**
 * A network made ready for inputs of one shape: checked, weights packed, an algorithm chosen for each layer.
 *
 * <p>What is chosen depends on the layers and on the shape of the whole input only, never on tiles, threads or memory: that
 * is why a result does not depend on them. Immutable; used by many threads at once.
 */
public interface NetworkPlan extends TiledOutput {
    /** The shape of an item of the input. */
    FeatureShape inputShape();

    /** What it gives: one output or more. */
    Outputs outputs();

    /** That of the largest output, whose pixels tiles are boxes of. */
    @Override
    default FeatureShape outputShape() {
        return outputs().shapes().get(outputs().largest());
    }

    /**
     * How long an item takes on one thread, in nanoseconds: a guess for each time it calls a crew, in order. The last call is
     * for its tiles; there are others before it for everything that has to be known as a whole.
     */
    default List<Double> passes() {
        return List.of(cost(Tiling.none(outputShape()).tile(outputShape(), 0)).nanos());
    }

    /** What is kept of each item because layers look at whole maps; empty if none does. */
    default Optional<WholeMaps> wholeMaps() {
        return Optional.empty();
    }

    /**
     * Feature maps that are kept as a whole.
     *
     * @param layer the layer that looks at them when they are largest
     * @param bytes how much memory they take then
     */
    record WholeMaps(String layer, long bytes) {}

    /**
     * Gets an item ready, so that its tiles can be computed: layers that look at whole maps do so now, once.
     *
     * @param source where the input comes from
     * @param item which item of the batch
     * @param crew who computes; called once less often than there are {@link #passes()}
     * @return what computes the tiles, on many threads at once; to be closed when all are computed
     */
    default TilePlan prepare(BlockSource source, int item, Crew crew) {
        return (tile, sinks, scratch) -> compute(source, item, tile, sinks, scratch);
    }

    /** Computes the tiles of one item. */
    @FunctionalInterface
    interface TilePlan extends AutoCloseable {
        /**
         * Computes a tile of the outputs through the whole network.
         *
         * @param tile the pixels of the largest output to compute, and what goes with them of the others
         * @param sinks where the tile goes, one for each output
         * @param scratch memory of the calling thread, all of it free again afterwards
         */
        void compute(Box tile, List<BlockSink> sinks, Scratch scratch);

        /** Gives the memory back that was taken to get ready. */
        @Override
        default void close() {
            // nothing was taken
        }
    }

    /**
     * Computes a tile of the outputs through the whole network, of an item that is not {@linkplain #prepare ready}.
     *
     * @param source where the input comes from
     * @param item which item of the batch
     * @param tile the pixels of the largest output to compute, and what goes with them of the others
     * @param sinks where the tile goes, one for each output
     * @param scratch memory of the calling thread, all of it free again afterwards
     */
    void compute(BlockSource source, int item, Box tile, List<BlockSink> sinks, Scratch scratch);

    /** How each step is computed, in order. */
    List<Step> steps();

    /**
     * A layer, or several fused to one.
     *
     * @param nodes the names of the nodes, in order
     * @param folded those of them whose numbers went into the weights of the first one
     * @param algorithm how they are computed, and why
     */
    record Step(List<String> nodes, List<String> folded, String algorithm) {
        /** Checks the arguments. */
        public Step {
            nodes = List.copyOf(nodes);
            folded = List.copyOf(folded);
        }
    }
}
