package org.convlayers.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convlayers.engine.layer.LayerKernel;
import org.convlayers.engine.layer.WholeMapKernel;
import org.convlayers.engine.memory.Block;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.engine.memory.Crew;

/** What is known of an item before its tiles are computed: some maps as a whole, and the kernels that looked at them. */
final class ItemMaps implements AutoCloseable {
    private final BlockSource source;
    private final int item;
    private final Crew crew;
    private final Map<Integer, Block> maps = new HashMap<>();
    private final Map<FloatStep, LayerKernel> bound = new HashMap<>();

    ItemMaps(BlockSource source, int item, Crew crew) {
        this.source = source;
        this.item = item;
        this.crew = crew;
    }

    BlockSource source() {
        return source;
    }

    int item() {
        return item;
    }

    /** Keeps the whole output of a node, or the network's input. */
    void keep(int node, Block map) {
        maps.put(node, map);
    }

    /** Lets a step look at its inputs, which are kept. */
    void bind(FloatStep step, WholeMapKernel kernel) {
        List<Block> inputs = step.inputs().stream().map(maps::get).toList();
        int node = step.nodes().get(0);
        bound.put(step, kernel.bind(inputs, crew.timed(node)));
    }

    /** Forgets the maps of all other nodes, and gives back their memory; the input's belongs to its source. */
    void keepOnly(Set<Integer> nodes) {
        maps.forEach((node, map) -> {
            if (node != BlockPlaces.INPUT && !nodes.contains(node)) {
                crew.planes().give(map);
            }
        });
        maps.keySet().retainAll(nodes);
    }

    /** Forgets all maps. */
    @Override
    public void close() {
        keepOnly(Set.of());
    }

    /** The maps that are kept, by node. */
    Map<Integer, Block> maps() {
        return maps;
    }

    /** What computes tiles of a step. */
    LayerKernel kernel(FloatStep step) {
        return step.kernel() instanceof LayerKernel kernel ? kernel : bound.get(step);
    }
}
