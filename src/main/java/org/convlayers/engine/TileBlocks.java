package org.convlayers.engine;

import java.util.HashMap;
import java.util.Map;
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
     * @param input the values of the network's input
     * @param target where the last node's values go
     * @param scratch memory for what lies between
     */
    TileBlocks(BlockPlaces places, NeededRegions regions, Block input, Block target, Scratch scratch) {
        this.places = places;
        this.regions = regions;
        this.scratch = scratch;
        blocks.put(BlockPlaces.INPUT, input);
        blocks.put(regions.nodes().size() - 1, target);
    }

    /** The block of a node, taken from scratch memory when it is first asked for. */
    Block of(int node) {
        Block block = blocks.get(node);
        if (block == null) {
            block = places.isOwn(node)
                    ? scratch.block(places.channels(node), regions.of(node))
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
            if (node != BlockPlaces.INPUT && places.isOwn(node)) {
                scratch.give(block);
            }
        });
        blocks.clear();
    }
}
