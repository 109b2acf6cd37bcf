package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** A network that grows by layers that fit and whose maps stay small. Node -1 is the input. */
final class RandomGraph {
    private final FeatureShape input;
    private final int largestMap;
    private final List<Network.Node> nodes = new ArrayList<>();
    private final List<FeatureShape> shapes = new ArrayList<>();

    /** Nothing yet but an input; maps have at most so many values. */
    RandomGraph(FeatureShape input, int largestMap) {
        this.input = input;
        this.largestMap = largestMap;
    }

    int size() {
        return nodes.size();
    }

    FeatureShape shape(int node) {
        return node < 0 ? input : shapes.get(node);
    }

    /** Adds a layer, unless the shapes of its sources do not allow it: another draw will fit. */
    void addIfItFits(Layer layer, List<Integer> sources) {
        FeatureShape output;
        try {
            output = layer.outputShape(sources.stream().map(this::shape).toList())
                    .requirePixels();
        } catch (ShapeException e) {
            return;
        }
        if (output.elements() <= largestMap) {
            List<String> names = sources.stream().map(this::name).toList();
            nodes.add(new Network.Node("layer" + nodes.size(), layer, names));
            shapes.add(output);
        }
    }

    private String name(int node) {
        return node < 0 ? Network.INPUT : nodes.get(node).name();
    }

    RandomNetworks.Case made() {
        return new RandomNetworks.Case(new Network(nodes), input);
    }
}
