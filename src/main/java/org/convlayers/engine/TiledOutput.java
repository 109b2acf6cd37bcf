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
    NetworkPlan.TileCost cost(Box tile);
}
