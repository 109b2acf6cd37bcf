package org.convlayers.receptive;

import java.util.List;
import org.convlayers.shape.Region;

/**
 * What must be known of each feature map to compute a part of the output; empty where a map is not needed.
 *
 * @param nodes the regions of the nodes' outputs, in the order of the network's nodes
 * @param input the region of the network's input
 */
public record NeededRegions(List<Region> nodes, Region input) {
    public NeededRegions {
        nodes = List.copyOf(nodes);
    }

    /** The region of a node's output, or of the network's input for index -1. */
    public Region of(int node) {
        return node < 0 ? input : nodes.get(node);
    }
}
