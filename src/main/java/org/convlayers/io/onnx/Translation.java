package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Taken taken;
    private final Scope values;
    private final Set<String> names = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * What the network takes.
     *
     * @param array how the input array lies in the network's input
     * @param input the shape of the network's input
     * @param origins along which axes of images its values lie
     * @param items the number of items that are computed apart
     * @param areImages whether outputs are put on the image, with their axes in the order of its; otherwise they stay as they
     *     are
     */
    record Taken(View array, FeatureShape input, AxisOrigins origins, int items, boolean areImages) {}

    /** The values that are there, by name; a branch sees those around it. */
    private static final class Scope {
        private final Map<String, Value> own = new HashMap<>();
        private final Optional<Scope> outer;

        Scope(Graph graph, Optional<Scope> outer) {
            this.outer = outer;
            graph.initializers().forEach((name, tensor) -> own.put(name, ShapeOperators.of(tensor)));
        }

        void put(String name, Value value) {
            own.put(name, value);
        }

        Optional<Value> find(String name) {
            return own.containsKey(name) ? Optional.of(own.get(name)) : outer.flatMap(scope -> scope.find(name));
        }
    }

    private Translation(OnnxModel model, Calculation calculation, Taken taken) {
        this.model = model;
        this.taken = taken;
        network = new NetworkAssembly(calculation.rank(), taken.input(), taken.origins());
        budget = new ValueBudget(model.bytes());
        values = new Scope(model.graph(), Optional.empty());
        values.put(calculation.input().name(), network.input().with(taken.array()));
        if (model.opset() > OnnxModel.NEWEST_OPSET) {
            remarks.add("the network is written in opset " + model.opset() + ", and read as in opset "
                    + OnnxModel.NEWEST_OPSET + ", the newest that is known: operators may mean something else");
        }
    }

    /**
     * Translates.
     *
     * @throws View.MixedBatchException if the array has a batch whose items the graph mixes
     */
    static ImportedNetwork of(OnnxModel model, Calculation calculation, Taken taken) throws DamagedFileException {
        Translation translation = new Translation(model, calculation, taken);
        for (Node node : calculation.nodes()) {
            translation.add(node, translation.values);
        }
        return translation.result(calculation);
    }

    private void add(Node node, Scope scope) throws DamagedFileException {
        List<Optional<Value>> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(value(scope, node.toString(), name)));
        }
        NodeContext context = new NodeContext(
                model.file(), node, model.opset(), inputs, network, budget, branch -> outputs(branch, scope));
        List<Value> outputs;
        try {
            outputs = Operators.of(node).orElseThrow().translate(context);
            outputs.forEach(output -> output.view().requireCountable());
        } catch (ShapeException e) {
            throw named(node, e);
        } catch (IllegalArgumentException e) {
            throw context.fault(e.getMessage());
        } catch (ArithmeticException e) {
            throw context.fault("sizes are too large to be counted");
        }
        for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
            scope.put(node.outputs().get(i), known(outputs.get(i)));
        }
    }

    /** Names the node, unless one of its branch is named already. */
    private ShapeException named(Node node, ShapeException e) {
        boolean isNamed = e.getMessage().startsWith(model.file() + ": ");
        return isNamed ? e : new ShapeException(model.file() + ": " + node + ": " + e.getMessage());
    }

    /** The outputs of a branch of a node. */
    private List<Value> outputs(Graph branch, Scope around) throws DamagedFileException {
        Scope scope = new Scope(branch, Optional.of(around));
        for (Node node : Calculation.ofBranch(model.file(), branch)) {
            add(node, scope);
        }
        List<Value> outputs = new ArrayList<>();
        for (String name : branch.outputs()) {
            outputs.add(value(scope, "a branch", name));
        }
        return outputs;
    }

    private Value value(Scope scope, String who, String name) throws DamagedFileException {
        return scope.find(name).orElseThrow(() -> Calculation.notMade(model.file(), who, name));
    }

    /** An array without elements is known, whatever it is computed from. */
    private static Value known(Value value) {
        return value.view().isEmpty() ? Value.Constant.of(new double[0], true, value.dims()) : value;
    }

    private ImportedNetwork result(Calculation calculation) throws DamagedFileException {
        Value value = value(values, "the network", calculation.output());
        if (value.view().isEmpty()) {
            return nothing(calculation.output(), value.dims());
        }
        ImportedNetwork.Output first = output(calculation.output(), value);
        List<ImportedNetwork.Output> further = new ArrayList<>();
        Map<Calculation.Further, String> faults = new LinkedHashMap<>();
        Set<Node> done = identities(calculation.nodes());
        Set<Node> computed = identities(calculation.nodes());
        for (Calculation.Further other : calculation.further()) {
            other.fault().ifPresent(fault -> faults.put(other, fault));
            if (other.fault().isEmpty()) {
                try {
                    further.add(further(other, done));
                    computed.addAll(other.nodes());
                } catch (DamagedFileException | ShapeException | View.MixedBatchException e) {
                    faults.put(other, e.getMessage());
                }
            }
        }
        List<ImportedNetwork.LeftOut> leftOut = new ArrayList<>();
        faults.forEach((other, fault) -> leftOut.add(leftOut(other, fault, computed)));
        return new ImportedNetwork(
                first.name(),
                first.network(),
                first.weights(),
                taken.items(),
                taken.input(),
                first.shape(),
                further,
                leftOut,
                remarks);
    }

    private static Set<Node> identities(List<Node> nodes) {
        Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(nodes);
        return set;
    }

    private static ImportedNetwork.LeftOut leftOut(Calculation.Further other, String fault, Set<Node> computed) {
        List<String> layers = other.nodes().stream()
                .filter(node -> !computed.contains(node))
                .map(Node::layerName)
                .toList();
        return new ImportedNetwork.LeftOut(Node.shorten(other.output()), fault, layers);
    }

    private ImportedNetwork.Output further(Calculation.Further other, Set<Node> done) throws DamagedFileException {
        for (Node node : other.nodes()) {
            if (done.add(node)) {
                add(node, values);
            }
        }
        Value value = value(values, "the network", other.output());
        if (value.view().isEmpty()) {
            throw new DamagedFileException(model.file(), "it has no elements");
        }
        return output(other.output(), value);
    }

    /** The network that gives an output. */
    private ImportedNetwork.Output output(String output, Value value) throws DamagedFileException {
        if (taken.items() > 1 && value.view().batchAxis() < 0) {
            throw new View.MixedBatchException();
        }
        View view = value.view();
        boolean hasItemAxis = view.rank() > 0 && (view.isBatch(0) || (view.dim(0) == 1 && view.batchAxis() < 0));
        Value item = value.with((hasItemAxis ? view.withoutAxis(0) : view).item());
        Optional<OutputMaps> found = outputMaps(output, item).filter(maps -> taken.areImages() || maps.isInOrder());
        View ordered = found.map(OutputMaps::view).orElse(item.view());
        FeatureShape shape = found.map(OutputMaps::shape).orElseGet(() -> network.layout(item.dims()));
        String name = SafeNames.unlike(names, SafeNames.of(output));
        Value.Feature maps = network.keep(name, item.with(ordered), shape);
        if (maps.node().equals(Network.INPUT)) {
            maps = network.add(name, Activation.of(ActivationFunction.IDENTITY), List.of(maps), Map.of());
        }
        Network layers = network.network(maps.node());
        return new ImportedNetwork.Output(
                name,
                layers,
                new Weights(layers, network.tensors()),
                taken.areImages() && found.isPresent() ? images(shape) : value.dims());
    }

    /** The shape of maps of all items. */
    private List<Integer> images(FeatureShape maps) {
        List<Integer> all = new ArrayList<>(NetworkAssembly.array(maps));
        all.set(0, taken.items());
        return all;
    }

    /** Where an output lies on images; empty if it does not, or if that cannot be told. */
    private Optional<OutputMaps> outputMaps(String output, Value item) {
        if (!(item instanceof Value.Feature feature)) {
            return Optional.empty();
        }
        AxisOrigins origins = network.origins(feature);
        Optional<OutputMaps> found = OutputMaps.of(origins, item.view(), network.rank());
        if (found.isEmpty() && taken.areImages() && OutputMaps.isOnImage(origins, item.view())) {
            remarks.add("output '" + Node.shorten(output) + "', an array of shape " + item.dims()
                    + " for each item, mixes channels and places of the image: shown as " + network.layout(item.dims())
                    + ", its first axis as the channels");
        }
        return found;
    }

    /** A result without elements: there is no item to compute. */
    private ImportedNetwork nothing(String output, List<Integer> dims) {
        Network identity = Network.sequence(List.of(Activation.of(ActivationFunction.IDENTITY)));
        Weights none = new Weights(identity, Map.of());
        return new ImportedNetwork(
                SafeNames.of(output), identity, none, 0, taken.input(), dims, List.of(), List.of(), List.of());
    }
}
