package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    private final UnaryOperator<View> turned;
    private final Map<String, Value> values = new HashMap<>();

    private Translation(
            OnnxModel model, Calculation calculation, View array, FeatureShape input, UnaryOperator<View> turned) {
        this.model = model;
        this.input = input;
        this.turned = turned;
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
        return of(model, calculation, array, input, items, UnaryOperator.identity());
    }

    /**
     * As above, with other arrays as outputs.
     *
     * @param turned how the array of an output is looked at
     */
    static ImportedNetwork of(
            OnnxModel model,
            Calculation calculation,
            View array,
            FeatureShape input,
            int items,
            UnaryOperator<View> turned)
            throws DamagedFileException {
        Translation translation = new Translation(model, calculation, array, input, turned);
        for (Node node : calculation.nodes()) {
            translation.add(node);
        }
        return translation.result(calculation, items);
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
            outputs.forEach(output -> output.view().requireCountable());
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

    private Value output(String name) throws DamagedFileException {
        Value value = value("the network", name);
        return value.with(turned.apply(value.view()));
    }

    /** An array without elements is known, whatever it is computed from. */
    private static Value known(Value value) {
        return value.view().isEmpty() ? Value.Constant.of(new double[0], true, value.dims()) : value;
    }

    private ImportedNetwork result(Calculation calculation, int items) throws DamagedFileException {
        Value value = output(calculation.output());
        if (value.view().isEmpty()) {
            return nothing(calculation.output(), value.dims());
        }
        Network layers = network.network(maps(calculation.output(), value, items));
        List<ImportedNetwork.Output> further = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        done.addAll(calculation.nodes());
        for (Calculation.Further other : calculation.further()) {
            String who = "output '" + Node.shorten(other.output()) + "': ";
            other.fault().ifPresent(fault -> leftOut.add(who + fault));
            if (other.fault().isEmpty()) {
                try {
                    further.add(further(other, items, done));
                } catch (DamagedFileException | ShapeException | View.MixedBatchException e) {
                    leftOut.add(who + e.getMessage());
                }
            }
        }
        Weights weights = new Weights(layers, network.tensors());
        return new ImportedNetwork(
                SafeNames.of(calculation.output()), layers, weights, items, input, value.dims(), further, leftOut);
    }

    private ImportedNetwork.Output further(Calculation.Further other, int items, Set<Node> done)
            throws DamagedFileException {
        for (Node node : other.nodes()) {
            if (done.add(node)) {
                add(node);
            }
        }
        Value value = output(other.output());
        if (value.view().isEmpty()) {
            throw new DamagedFileException(model.file(), "it has no elements");
        }
        Network layers = network.network(maps(other.output(), value, items));
        return new ImportedNetwork.Output(
                SafeNames.of(other.output()), layers, new Weights(layers, network.tensors()), value.dims());
    }

    /** The layer that gives an output. */
    private String maps(String output, Value value, int items) throws DamagedFileException {
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
        return maps.node();
    }

    /** A result without elements: there is no item to compute. */
    private ImportedNetwork nothing(String output, List<Integer> dims) {
        Network identity = Network.sequence(List.of(Activation.of(ActivationFunction.IDENTITY)));
        Weights none = new Weights(identity, Map.of());
        return new ImportedNetwork(SafeNames.of(output), identity, none, 0, input, dims, List.of(), List.of());
    }
}
