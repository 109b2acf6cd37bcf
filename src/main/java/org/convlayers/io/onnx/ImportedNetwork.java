package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * A model as a network of layers for inputs of one shape.
 *
 * @param name the name of its first output
 * @param network the layers that this output needs, named after the model's nodes
 * @param weights their parameters
 * @param items the number of items that are computed apart
 * @param input the shape of each item; its values lie in the array in the same order, unless it is {@linkplain
 *     ArrayInput#isTurned turned}
 * @param output the shape of the whole result as an array, whose values lie in the order of the items and of their maps
 * @param further the model's other outputs
 * @param leftOut the outputs that are not among them
 * @param remarks what else the user should know, in words
 */
public record ImportedNetwork(
        String name,
        Network network,
        Weights weights,
        int items,
        FeatureShape input,
        List<Integer> output,
        List<Output> further,
        List<LeftOut> leftOut,
        List<String> remarks) {
    public ImportedNetwork {
        output = List.copyOf(output);
        further = List.copyOf(further);
        leftOut = List.copyOf(leftOut);
        remarks = List.copyOf(remarks);
    }

    /**
     * An output that cannot be computed.
     *
     * @param name its name in the model
     * @param why in words
     * @param layers the names that layers of nodes would have that only such outputs need
     */
    public record LeftOut(String name, String why, List<String> layers) {
        public LeftOut {
            layers = List.copyOf(layers);
        }
    }

    /**
     * An output; layers of the same name are the same ones in all.
     *
     * @param name its name
     * @param network the layers that it needs
     * @param weights their parameters
     * @param shape the shape of the whole result as an array
     */
    public record Output(String name, Network network, Weights weights, List<Integer> shape) {
        public Output {
            shape = List.copyOf(shape);
        }
    }

    /** All outputs, the first one first. */
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(List.of(new Output(name, network, weights, output)));
        outputs.addAll(further);
        return outputs;
    }

    /** The same with other items; {@code change} is told the shape of the result of one and gives that of all. */
    ImportedNetwork withItems(int count, UnaryOperator<List<Integer>> change) {
        List<Output> changed = new ArrayList<>();
        List<LeftOut> missing = new ArrayList<>(leftOut);
        for (Output other : further) {
            if (isOfOneItem(other.shape())) {
                changed.add(new Output(other.name(), other.network(), other.weights(), change.apply(other.shape())));
            } else {
                missing.add(new LeftOut(other.name(), "it has no axis for the items of the batch", List.of()));
            }
        }
        return new ImportedNetwork(
                name, network, weights, count, input, change.apply(output), changed, missing, remarks);
    }

    /** Whether the first axis of a result may be the batch, of one item. */
    static boolean isOfOneItem(List<Integer> output) {
        return !output.isEmpty() && output.get(0) == 1;
    }
}
