package org.convlayers.io.onnx;

import java.util.List;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * A model as a network of layers for inputs of one shape.
 *
 * @param network the layers, named after the model's nodes
 * @param weights their parameters
 * @param items the number of items that are computed apart
 * @param input the shape of each item; its values lie in the array in the same order
 * @param output the shape of the whole result as an array, whose values lie in the order of the items and of their maps
 */
public record ImportedNetwork(Network network, Weights weights, int items, FeatureShape input, List<Integer> output) {
    public ImportedNetwork {
        output = List.copyOf(output);
    }
}
