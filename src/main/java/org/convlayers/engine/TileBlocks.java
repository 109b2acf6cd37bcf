package org.convlayers.engine;

import java.util.HashMap;
import java.util.Map;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.Scratch;
import org.convlayers.receptive.NeededRegions;

/** The blocks of one tile on its way through the network; each exists only while it is needed. */
final class TileBlocks implements AutoCloseable {
    private final BlockPlaces places;
    private final NeededRegions regions;
    private final Scratch scratch;
    private final Map<Integer, Block> blocks = new HashMap<>();

    /**
     * Begins a tile.
     *
     * @param places where each node's values are kept
     * @param regions what is needed of each node
     * @param scratch memory for what has no block yet
     */
    TileBlocks(BlockPlaces places, NeededRegions regions, Scratch scratch) {
        this.places = places;
        this.regions = regions;
        this.scratch = scratch;
    }

    /** Gives a node, or the network's input, a block that exists already and is not taken back. */
    void give(int node, Block block) {
        blocks.put(node, block);
    }

    /** The block of a node, taken from scratch memory when it is first asked for. */
    Block of(int node) {
        Block block = blocks.get(node);
        if (block == null) {
            block = places.isOwn(node)
                    ? scratch.block(places.channels(node), places.region(node, regions))
                    : of(places.joinOf(node)).channels(places.firstChannel(node), places.channels(node));
            blocks.put(node, block);
        }
        return block;
    }

    /** Gives back the blocks that nobody reads after a step. */
    void releaseAfter(int step) {
        for (int node : places.lastReads(step)) {
            scratch.give(blocks.remove(node));
        }
    }

    /** Gives back what is still held because the computation did not come to its end. */
    @Override
    public void close() {
        blocks.forEach((node, block) -> {
            if (places.isOwn(node)) {
                scratch.give(block);
            }
        });
        blocks.clear();
    }
}
