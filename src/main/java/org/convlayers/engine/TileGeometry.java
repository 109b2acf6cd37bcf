package org.convlayers.engine;

import java.util.List;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.shape.Box;

/**
 * What a tile of a stage's output asks of every map: it depends on the plan and the tile alone.
 *
 * @param regions what is needed of each node's output and of the network's input
 * @param boxes what each step computes
 */
record TileGeometry(NeededRegions regions, List<List<Box>> boxes) {
    TileGeometry {
        boxes = List.copyOf(boxes);
    }

    static TileGeometry of(NeededRegions regions, List<FloatStep> steps) {
        return new TileGeometry(
                regions,
                steps.stream().map(step -> regions.of(step.output()).boxes()).toList());
    }
}
