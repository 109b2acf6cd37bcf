package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.weights.Weights;

/** Turns the nodes of a graph into layers, one after the other, for an input of a known shape. */
final class Translation {
    private final OnnxModel model;
    private final NetworkAssembly network;
    private final ValueBudget budget;
    private final FeatureShape input;
    private final Map<String, Value> values = new HashMap<>();

    private Translation(OnnxModel model, Calculation calculation, View array, FeatureShape input) {
        this.model = model;
        this.input = input;
        network = new NetworkAssembly(calculation.rank(), input);
        budget = new ValueBudget(model.bytes());
        model.graph().initializers().forEach((name, tensor) -> values.put(name, ShapeOperators.of(tensor)));
        values.put(calculation.input().name(), network.input().with(array));
    }

    /**
     * Translates.
     *
     * @param array how the input array lies in the network's input
     * @param input the shape of the network's input
     * @param items the number of items that are computed apart
     * @throws View.MixedBatchException if the array has a batch whose items the graph mixes
     */
    static ImportedNetwork of(OnnxModel model, Calculation calculation, View array, FeatureShape input, int items)
            throws DamagedFileException {
        Translation translation = new Translation(model, calculation, array, input);
        for (Node node : calculation.nodes()) {
            translation.add(node);
        }
        return translation.result(calculation.output(), items);
    }

    private void add(Node node) throws DamagedFileException {
        List<Optional<Value>> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(value(node.toString(), name)));
        }
        NodeContext context = new NodeContext(model.file(), node, model.opset(), inputs, network, budget);
        List<Value> outputs;
        try {
            outputs = Operators.of(node).orElseThrow().translate(context);
        } catch (ShapeException e) {
            throw new ShapeException(model.file() + ": " + node + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw context.fault(e.getMessage());
        } catch (ArithmeticException e) {
            throw context.fault("sizes are too large to be counted");
        }
        for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
            values.put(node.outputs().get(i), known(outputs.get(i)));
        }
    }

    private Value value(String who, String name) throws DamagedFileException {
        Value value = values.get(name);
        if (value == null) {
            throw new DamagedFileException(
                    model.file(), who + " takes '" + Node.shorten(name) + "', which nothing before it makes");
        }
        return value;
    }

    /** An array without elements is known, whatever it is computed from. */
    private static Value known(Value value) {
        return value.view().isEmpty() ? Value.Constant.of(new double[0], true, value.dims()) : value;
    }

    private ImportedNetwork result(String output, int items) throws DamagedFileException {
        Value value = value("the network", output);
        if (value.view().isEmpty()) {
            return nothing(value.dims());
        }
        if (items > 1 && value.view().batchAxis() < 0) {
            throw new View.MixedBatchException();
        }
        String name = SafeNames.of(output);
        View view = value.view();
        boolean hasItemAxis = view.rank() > 0 && (view.isBatch(0) || (view.dim(0) == 1 && view.batchAxis() < 0));
        Value item = value.with((hasItemAxis ? view.withoutAxis(0) : view).item());
        Value.Feature maps = network.keep(name, item, network.layout(item.dims()));
        if (maps.node().equals(Network.INPUT)) {
            maps = network.add(name, Activation.of(ActivationFunction.IDENTITY), List.of(maps), Map.of());
        }
        Network layers = network.network(maps.node());
        return new ImportedNetwork(layers, new Weights(layers, network.tensors()), items, input, value.dims());
    }

    /** A result without elements: there is no item to compute. */
    private ImportedNetwork nothing(List<Integer> dims) {
        Network identity = Network.sequence(List.of(Activation.of(ActivationFunction.IDENTITY)));
        return new ImportedNetwork(identity, new Weights(identity, Map.of()), 0, input, dims);
    }
}
