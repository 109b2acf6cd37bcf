package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convlayers.layer.Layer;

/**
 * How one type of layer is written: a name, a signature, and the two ways between arguments and layer.
 *
 * @param name as in torch.nn
 * @param inputs the parameter that names where the layer's inputs come from: {@link #INPUT} or {@link #INPUTS}
 * @param parameters the layer's own parameters in the order of PyTorch's signature
 * @param reader makes the layer; may throw what the layer's constructor throws
 * @param writer the inverse of {@code reader}; empty for layers of another type
 */
record LayerSyntax(
        String name,
        Parameter<List<String>> inputs,
        List<Parameter<?>> parameters,
        Function<Arguments, Layer> reader,
        Function<Layer, Optional<Arguments>> writer) {
    /** Of most layers: the one input; the layer before if absent. Only by name. */
    static final Parameter<List<String>> INPUT = Parameter.optional("input", ParameterType.NAME, List.of());

    /** Of joins. */
    static final Parameter<List<String>> INPUTS = Parameter.required("inputs", ParameterType.NAMES);

    LayerSyntax {
        parameters = List.copyOf(parameters);
    }

    /** All parameters; the join's inputs come first, the single input last. */
    List<Parameter<?>> signature() {
        List<Parameter<?>> all = new ArrayList<>(parameters);
        all.add(inputs.equals(INPUTS) ? 0 : all.size(), inputs);
        return all;
    }

    /** The parameters that may be given without their names. */
    List<Parameter<?>> positional() {
        return inputs.equals(INPUTS) ? signature() : parameters;
    }

    /** For example {@code Conv2d(3, 16, kernel_size=3)}. */
    String print(Arguments arguments) {
        return name + "(" + arguments.print(signature()) + ")";
    }

    /** For example {@code LeakyReLU(negative_slope=0.01, inplace=False, input)}. */
    String signatureText() {
        return signature().stream()
                .map(parameter -> parameter.equals(inputs) ? parameter.name() : parameter.withDefault())
                .collect(Collectors.joining(", ", name + "(", ")"));
    }
}
