package org.convlayers.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * What the feature maps of a network take in memory as float32, if each layer is computed as a whole after the other and maps
 * are forgotten when no later layer looks at them. Tiles need a part of it only.
 */
final class MapMemory {
    private MapMemory() {}

    /**
     * The bytes of one item's feature maps.
     *
     * @throws ShapeException if a long does not count them
     */
    static long bytes(FeatureShape shape) {
        try {
            long pixels = shape.spatial().product();
            return Math.multiplyExact(Math.multiplyExact(pixels, shape.channels()), Float.BYTES);
        } catch (ArithmeticException e) {
            throw new ShapeException("the bytes of feature maps of " + shape + " are more than can be counted");
        }
    }

    /**
     * For each node the bytes of all maps that are there while it is computed: its own output and those that it or a later
     * node looks at.
     *
     * @param network the layers
     * @param input the shape of an item of the input
     * @param shapes the output shapes of the nodes
     */
    static List<Long> whileComputing(Network network, FeatureShape input, List<FeatureShape> shapes) {
        int nodes = shapes.size();
        int[] lastUse = new int[nodes + 1]; // the network's input comes first
        Arrays.setAll(lastUse, map -> map - 1);
        for (int node = 0; node < nodes; node++) {
            for (String name : network.nodes().get(node).inputs()) {
                lastUse[network.indexOf(name) + 1] = node;
            }
        }
        long[] freed = new long[nodes + 1];
        List<Long> bytes = new ArrayList<>();
        long held = bytes(input);
        freed[lastUse[0] + 1] += held;
        for (int node = 0; node < nodes; node++) {
            held -= freed[node];
            long own = bytes(shapes.get(node));
            held = add(held, own);
            bytes.add(held);
            freed[lastUse[node + 1] + 1] += own;
        }
        return List.copyOf(bytes);
    }

    /** A sum, or the fault that it cannot be counted. */
    static long add(long a, long b) {
        if (a > Long.MAX_VALUE - b) {
            throw new ShapeException("the bytes of all feature maps are more than can be counted");
        }
        return a + b;
    }
}
