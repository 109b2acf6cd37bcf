package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.FeatureShape;

/** The definition, written out: visits every tap of every pixel of every layer and collects the coordinates it meets. */
final class ReferenceField {
    private final Network network;
    private final FeatureShape input;
    private final List<FeatureShape> shapes;

    ReferenceField(RandomNetworks.Case drawn) {
        network = drawn.network();
        input = drawn.input();
        shapes = network.shapes(input);
    }

    /** For each node, and last for the input, the pixels (as lists of coordinates) that {@code targets} of a node need. */
    List<Set<List<Integer>>> sources(int node, Set<List<Integer>> targets) {
        List<Set<List<Integer>>> found = new ArrayList<>();
        for (int i = 0; i <= network.nodes().size(); i++) {
            found.add(new HashSet<>());
        }
        found.get(node).addAll(targets);
        for (int i = node; i >= 0; i--) {
            for (String name : network.nodes().get(i).inputs()) {
                int source = network.indexOf(name);
                Set<List<Integer>> into = found.get(source < 0 ? found.size() - 1 : source);
                for (List<Integer> target : found.get(i)) {
                    visit(i, source < 0 ? input : shapes.get(source), target, List.of(), into);
                }
            }
        }
        return found;
    }

    private void visit(
            int node, FeatureShape source, List<Integer> target, List<Integer> begun, Set<List<Integer>> into) {
        int axis = begun.size();
        if (axis == source.rank()) {
            into.add(begun);
            return;
        }
        for (int index : taps(node, source, axis, target.get(axis))) {
            List<Integer> longer = new ArrayList<>(begun);
            longer.add(index);
            visit(node, source, target, longer, into);
        }
    }

    private List<Integer> taps(int node, FeatureShape source, int axis, int target) {
        if (!(network.nodes().get(node).layer() instanceof Convolution convolution)) {
            return List.of(target);
        }
        List<Integer> padded = paddedIndices(convolution, source, axis);
        List<Integer> indices = new ArrayList<>();
        for (int tap = 0; tap < convolution.window().kernelSize().get(axis); tap++) {
            int place = target * convolution.window().stride().get(axis)
                    + tap * convolution.window().dilation().get(axis);
            if (padded.get(place) >= 0) {
                indices.add(padded.get(place));
            }
        }
        return indices;
    }

    /** The axis as it looks after padding: the index of the pixel that stands in each place, -1 for a constant. */
    private static List<Integer> paddedIndices(Convolution convolution, FeatureShape source, int axis) {
        int size = source.spatial().get(axis);
        int begin = convolution.window().margins(source.spatial()).begin().get(axis);
        int end = convolution.window().margins(source.spatial()).end().get(axis);
        List<Integer> padded = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            padded.add(i);
        }
        for (int i = 1; i <= begin; i++) {
            padded.add(0, beyond(convolution.edges(), i, size));
        }
        for (int i = 1; i <= end; i++) {
            int mirrored = beyond(convolution.edges(), i, size);
            padded.add(mirrored < 0 ? -1 : size - 1 - mirrored);
        }
        return padded;
    }

    /** The pixel that stands {@code distance} pixels before the first one. */
    private static int beyond(EdgeMode edges, int distance, int size) {
        return switch (edges.rule()) {
            case ZEROS, CONSTANT -> -1;
            case REFLECT -> distance;
            case REPLICATE -> 0;
            case MIRROR -> distance - 1;
            case CIRCULAR -> size - distance;
        };
    }
}
