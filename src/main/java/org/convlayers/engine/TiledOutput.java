package org.convlayers.engine;

import org.convlayers.shape.Box;
import org.convlayers.shape.FeatureShape;

/** What is computed tile by tile. */
public interface TiledOutput {
    /** The shape of an item. */
    FeatureShape outputShape();

    /**
     * What a tile costs.
     *
     * @param tile pixels of the output
     */
    NetworkPlan.TileCost cost(Box tile);
}
