package org.convlayers.engine;

import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/** What is computed tile by tile. */
public interface TiledOutput {
    /** The shape of an item. */
    FeatureShape outputShape();

    /** The size (D, H, W) of what is computed together anyway, on a grid from pixel (0, 0, 0): tiles had better be multiples. */
    default Extent block() {
        return Extent.filled(Extent.MAX_RANK, 1);
    }

    /**
     * What a tile costs.
     *
     * @param tile pixels of the output
     */
    TileCost cost(Box tile);

    /**
     * What the whole output costs as one tile, if threads share the work of each layer: a guess of how long they take, in
     * nanoseconds.
     */
    default double sharedNanos(int threads) {
        return cost(Box.whole(outputShape())).nanos();
    }

    /**
     * What it takes to compute a tile.
     *
     * @param nanos a guess of how long one thread takes, in nanoseconds, the halo included
     * @param bytes the memory of the blocks that exist at the same time, at most
     */
    record TileCost(double nanos, long bytes) {}
}
