package org.convlayers.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Concatenation;
import org.convlayers.layer.Network;
import org.convlayers.receptive.NeededRegions;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Region;

/**
 * Where the output of each step is kept while a tile is computed: in the block of a target, in a block of its own, or among the
 * channels of the block that a concatenation joins it to, so that joining copies nothing. Others may take it from there too,
 * unless what follows the concatenation in the same step changes it, or the block is a target, which holds the tile only.
 */
final class BlockPlaces {
    /** The network's input among the indices of nodes. */
    static final int INPUT = -1;

    private static final int NO_JOIN = -1;

    private final List<FeatureShape> shapes;
    private final int[] joins;
    private final int[] firstChannels;
    private final List<List<Integer>> lastReads;
    private final Set<Integer> targets;
    private final Set<Integer> given;

    /**
     * Decides for each node.
     *
     * @param network the layers
     * @param input the shape of the network's input
     * @param steps what is computed, in order
     * @param targets the nodes whose outputs are wanted; no step takes them
     * @param given the nodes whose outputs exist already
     */
    BlockPlaces(Network network, FeatureShape input, List<FloatStep> steps, Set<Integer> targets, Set<Integer> given) {
        shapes = network.shapes(input);
        this.targets = targets;
        this.given = given;
        joins = new int[shapes.size()];
        Arrays.fill(joins, NO_JOIN);
        firstChannels = new int[shapes.size()];
        Map<Integer, Integer> reads = new HashMap<>();
        steps.forEach(step -> step.inputs().forEach(node -> reads.merge(node, 1, Integer::sum)));
        for (int i = steps.size() - 1; i >= 0; i--) { // where a concatenation is kept is known before what it joins
            FloatStep step = steps.get(i);
            if (network.nodes().get(step.nodes().get(0)).layer() instanceof Concatenation) {
                boolean isShareable = step.nodes().size() == 1 && isOwn(holder(step.output()));
                int channel = 0;
                for (int node : step.inputs()) {
                    if (!isGiven(node) && joins[node] == NO_JOIN && (reads.get(node) == 1 || isShareable)) {
                        joins[node] = step.output();
                        firstChannels[node] = channel;
                    }
                    channel += (node == INPUT ? input : shapes.get(node)).channels();
                }
            }
        }
        lastReads = lastReads(steps);
    }

    private List<List<Integer>> lastReads(List<FloatStep> steps) {
        Map<Integer, Integer> lastStep = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (int node : steps.get(i).inputs()) {
                if (!isGiven(node)) {
                    lastStep.put(holder(node), i);
                }
            }
        }
        return IntStream.range(0, steps.size())
                .mapToObj(step -> lastStep.keySet().stream()
                        .filter(node -> lastStep.get(node) == step && isOwn(node))
                        .collect(Collectors.toList()))
                .toList();
    }

    /**
     * What a node's own block holds: what is needed of the node, and of all that is joined to it, of which other layers may
     * need more.
     */
    Region region(int node, NeededRegions regions) {
        Region region = regions.of(node);
        for (int part = 0; part < joins.length; part++) {
            if (joins[part] != NO_JOIN && holder(part) == node) {
                region = region.union(regions.of(part));
            }
        }
        return region;
    }

    /** The node whose block holds the values of {@code node}: itself or the concatenation it is joined to. */
    int holder(int node) {
        return joins[node] == NO_JOIN ? node : holder(joins[node]);
    }

    /** Whether the node has a block of its own, taken from scratch memory. */
    boolean isOwn(int node) {
        return !isGiven(node) && joins[node] == NO_JOIN && !targets.contains(node);
    }

    private boolean isGiven(int node) {
        return node == INPUT || given.contains(node);
    }

    /** The nodes whose own blocks nobody reads after a step. */
    List<Integer> lastReads(int step) {
        return lastReads.get(step);
    }

    /** Where in the block of {@link #joinOf} the node's channels begin. */
    int firstChannel(int node) {
        return firstChannels[node];
    }

    /** The concatenation whose block the node writes to, for nodes that are neither a target nor have their own block. */
    int joinOf(int node) {
        return joins[node];
    }

    /** The channels of a node. */
    int channels(int node) {
        return shapes.get(node).channels();
    }
}
