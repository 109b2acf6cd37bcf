package org.convlayers.io.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.layer.Layer;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Tensor;

/** A node while it is translated: its inputs, its attributes with their defaults, and the network that grows. */
final class NodeContext {
    private final String file;
    private final Node node;
    private final long opset;
    private final List<Optional<Value>> inputs;
    private final NetworkAssembly network;
    private final ValueBudget budget;
    private final Branches branches;

    /** Translates the branches of the node. */
    @FunctionalInterface
    interface Branches {
        /** The outputs of a branch. */
        List<Value> translate(Graph branch) throws DamagedFileException;
    }

    NodeContext(
            String file,
            Node node,
            long opset,
            List<Optional<Value>> inputs,
            NetworkAssembly network,
            ValueBudget budget,
            Branches branches) {
        this.file = file;
        this.node = node;
        this.opset = opset;
        this.inputs = inputs;
        this.network = network;
        this.budget = budget;
        this.branches = branches;
    }

    /** The version of the operators. */
    long opset() {
        return opset;
    }

    /** Whether the node is a use of this operator. */
    boolean isOperator(String name) {
        return node.operator().equals(name);
    }

    /** The number of outputs that are named. */
    int outputs() {
        return node.outputs().size();
    }

    /** Whether an output is named, so that somebody may want it. */
    boolean wants(int output) {
        return output < node.outputs().size() && !node.outputs().get(output).isEmpty();
    }

    /** The inputs that are there. */
    List<Value> inputs() {
        return inputs.stream().flatMap(Optional::stream).toList();
    }

    /** An input that has to be there. */
    Value input(int index) throws DamagedFileException {
        return optional(index).orElseThrow(() -> fault("input " + index + " is missing"));
    }

    /** An input that may be absent. */
    Optional<Value> optional(int index) {
        return index < inputs.size() ? inputs.get(index) : Optional.empty();
    }

    /** An input that has to be known before the network runs, such as weights and sizes. */
    Value.Constant constant(int index) throws DamagedFileException {
        return asConstant(input(index), index);
    }

    /** As {@link #constant}, for inputs that may be absent. */
    Optional<Value.Constant> optionalConstant(int index) throws DamagedFileException {
        Optional<Value> input = optional(index);
        return input.isEmpty() ? Optional.empty() : Optional.of(asConstant(input.get(), index));
    }

    private Value.Constant asConstant(Value value, int index) throws DamagedFileException {
        if (value instanceof Value.Constant constant) {
            return constant;
        }
        throw fault("input " + index + " is computed from the image; only known numbers are supported there");
    }

    /** The elements of a known array in order, at the cost of finding them. */
    double[] doubles(Value.Constant constant) throws DamagedFileException {
        spend(constant.cost());
        return constant.doubles();
    }

    /** As {@link #doubles}, in single precision. */
    float[] floats(Value.Constant constant) throws DamagedFileException {
        spend(constant.cost());
        return constant.floats();
    }

    /** As {@link #doubles}, as whole numbers. */
    long[] longs(Value.Constant constant) throws DamagedFileException {
        spend(constant.cost());
        return constant.longs();
    }

    /** The only element of a known array. */
    double single(Value.Constant constant) throws DamagedFileException {
        if (constant.view().elements() != 1) {
            throw fault("one number is needed, but got an array of shape " + constant.dims());
        }
        return doubles(constant)[0];
    }

    boolean has(String attribute) {
        return node.attributes().containsKey(attribute);
    }

    long number(String attribute, long otherwise) {
        return attribute(attribute).map(Attribute::number).orElse(otherwise);
    }

    float real(String attribute, double otherwise) {
        return attribute(attribute).map(Attribute::real).orElse((float) otherwise);
    }

    String text(String attribute, String otherwise) {
        return attribute(attribute).map(Attribute::text).orElse(otherwise);
    }

    Optional<List<Long>> numbers(String attribute) {
        return attribute(attribute).map(Attribute::numbers);
    }

    Optional<List<Float>> reals(String attribute) {
        return attribute(attribute).map(Attribute::reals);
    }

    Optional<TensorData> tensor(String attribute) {
        return attribute(attribute).flatMap(Attribute::tensor);
    }

    /** The outputs of a branch, which may take what is there before the node. */
    List<Value> branch(String attribute) throws DamagedFileException {
        Graph branch =
                attribute(attribute).flatMap(Attribute::graph).orElseThrow(() -> fault("there is no " + attribute));
        return branches.translate(branch);
    }

    private Optional<Attribute> attribute(String name) {
        return Optional.ofNullable(node.attributes().get(name));
    }

    /** What was an attribute in old versions and is an input from {@code since} on. */
    Optional<List<Long>> numbersOrInput(String attribute, int input, int since) throws DamagedFileException {
        if (opset < since) {
            return numbers(attribute);
        }
        Optional<Value.Constant> constant = optionalConstant(input);
        return constant.isEmpty()
                ? Optional.empty()
                : Optional.of(Arrays.stream(longs(constant.get())).boxed().toList());
    }

    /** The network that grows. */
    NetworkAssembly network() {
        return network;
    }

    /** Adds a layer, named after the node. */
    Value.Feature add(Layer layer, List<Value.Feature> layerInputs) {
        return add(layer, layerInputs, Map.of());
    }

    /** Adds a layer with parameters, named after the node. */
    Value.Feature add(Layer layer, List<Value.Feature> layerInputs, Map<String, Tensor> parameters) {
        return network.add(name(), layer, layerInputs, parameters);
    }

    /** Feature maps that hold an array in order, the batch apart. */
    Value.Feature keep(Value value, FeatureShape shape) throws DamagedFileException {
        if (value instanceof Value.Constant constant) {
            spend(Math.max(shape.elements(), constant.cost()));
        }
        return network.keep(name(), value.with(value.view().item()), shape);
    }

    /** The name of the node's layers: what a file of weights and the layer language can hold. */
    String name() {
        return node.layerName();
    }

    /** Counts values that are computed before the network runs. */
    void spend(long values) throws DamagedFileException {
        budget.spend(values, this);
    }

    /** An exception that names the file and the node. */
    DamagedFileException fault(String what) {
        return new DamagedFileException(file, node + ": " + what);
    }
}
