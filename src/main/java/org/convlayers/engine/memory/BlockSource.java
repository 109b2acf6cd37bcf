package org.convlayers.engine.memory;

import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/** Where the input of a network comes from: a batch of items of one shape, read region by region, by many threads. */
public interface BlockSource {
    /** The shape of each item. */
    FeatureShape shape();

    /** The number of items. */
    int items();

    /**
     * The values of a region of an item.
     *
     * @param item which item of the batch
     * @param region pixels inside the feature map
     * @param scratch where to take memory for the block, if it is not a view on memory of the source's own
     * @return a block that holds the region and is only read
     */
    Block read(int item, Region region, Scratch scratch);

    /** Takes back a block from {@link #read}, which nobody looks at any more. */
    void release(Block block, Scratch scratch);
}
