package org.convlayers.engine.memory;

import org.convlayers.shape.Box;

/** Where the output of a network goes: each box of each item is asked for once, filled, and completed. */
public interface BlockSink {
    /**
     * A block to be filled with a box of the result: a view into the result itself, or memory from {@code scratch}.
     *
     * @param item which item of the batch
     * @param box the pixels, in coordinates of the whole output
     * @param scratch memory of the calling thread
     */
    Block target(int item, Box box, Scratch scratch);

    /** Takes over the values of a block from {@link #target}, which are now final, and its memory. */
    void complete(int item, Block block, Scratch scratch);

    /** Takes back the memory of a block from {@link #target} that will not be completed. */
    void discard(Block block, Scratch scratch);
}
