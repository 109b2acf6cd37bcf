package org.convlayers.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Layer;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.Window;

/** The layers of the language, one entry each. */
final class LayerTable {
    private static final Set<ActivationFunction> HAVE_INPLACE = EnumSet.of(
            ActivationFunction.RELU,
            ActivationFunction.RELU6,
            ActivationFunction.LEAKY_RELU,
            ActivationFunction.ELU,
            ActivationFunction.CELU,
            ActivationFunction.SELU,
            ActivationFunction.SILU,
            ActivationFunction.MISH,
            ActivationFunction.HARDTANH,
            ActivationFunction.HARDSIGMOID,
            ActivationFunction.HARDSWISH,
            ActivationFunction.RRELU);

    private static final Map<String, ActivationFunction> GELU_BY_APPROXIMATION =
            Map.of("none", ActivationFunction.GELU, "tanh", ActivationFunction.GELU_TANH);

    private static final List<LayerSyntax> ENTRIES = entries();

    private static final Map<String, LayerSyntax> BY_NAME =
            ENTRIES.stream().collect(Collectors.toUnmodifiableMap(LayerSyntax::name, Function.identity()));

    private LayerTable() {}

    private static List<LayerSyntax> entries() {
        List<LayerSyntax> entries = new ArrayList<>();
        for (int rank = 1; rank <= Extent.MAX_RANK; rank++) {
            entries.add(convolution(rank));
        }
        for (int rank = 1; rank <= Extent.MAX_RANK; rank++) {
            entries.add(TransposedSyntax.of(rank));
        }
        for (int rank = 1; rank <= Extent.MAX_RANK; rank++) {
            entries.addAll(PoolingSyntax.of(rank));
        }
        entries.addAll(UpsamplingSyntax.all());
        Arrays.stream(ActivationFunction.values())
                .filter(function -> !GELU_BY_APPROXIMATION.containsValue(function))
                .map(LayerTable::activation)
                .forEach(entries::add);
        entries.add(gelu());
        entries.addAll(ChannelwiseSyntax.entries());
        entries.addAll(NormalizationSyntax.entries());
        entries.addAll(PaddingSyntax.entries());
        entries.addAll(JoinSyntax.entries());
        entries.addAll(ArrayLayerSyntax.entries());
        return List.copyOf(entries);
    }

    /** The entry of a name in a text. */
    static Optional<LayerSyntax> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, in the order of the table. */
    static List<String> names() {
        return ENTRIES.stream().map(LayerSyntax::name).toList();
    }

    /** A layer and where its inputs come from, if that is to be written; for example {@code ReLU(input='stem')}. */
    static String print(Layer layer, Optional<List<String>> inputs) {
        for (LayerSyntax syntax : ENTRIES) {
            Optional<Arguments> arguments = syntax.writer().apply(layer);
            if (arguments.isPresent()) {
                return syntax.print(inputs.map(names -> arguments.get().with(syntax.inputs(), names))
                        .orElseGet(arguments::get));
            }
        }
        throw new IllegalStateException("the layer table lacks " + layer);
    }

    private static LayerSyntax convolution(int rank) {
        Parameter<Integer> inChannels = Parameter.bare("in_channels", ParameterType.WHOLE_NUMBER);
        Parameter<Integer> outChannels = Parameter.bare("out_channels", ParameterType.WHOLE_NUMBER);
        Parameter<Extent> kernelSize = Parameter.required("kernel_size", ParameterType.extent(rank));
        Parameter<Extent> stride =
                Parameter.optional("stride", ParameterType.expandedExtent(rank), Extent.filled(rank, 1));
        Parameter<Padding> padding = Parameter.optional("padding", ParameterType.padding(rank), Padding.none(rank));
        Parameter<Extent> dilation =
                Parameter.optional("dilation", ParameterType.expandedExtent(rank), Extent.filled(rank, 1));
        Parameter<Integer> groups = Parameter.optional("groups", ParameterType.WHOLE_NUMBER, 1);
        Parameter<Boolean> bias = Parameter.optional("bias", ParameterType.BOOLEAN, true);
        Parameter<EdgeMode> paddingMode = Parameter.optional("padding_mode", ParameterType.EDGES, EdgeMode.ZEROS);
        return new LayerSyntax(
                "Conv" + rank + "d",
                LayerSyntax.INPUT,
                List.of(
                        inChannels,
                        outChannels,
                        kernelSize,
                        stride,
                        padding,
                        dilation,
                        groups,
                        bias,
                        paddingMode,
                        Parameter.unused("device"),
                        Parameter.unused("dtype")),
                a -> new Convolution(
                        a.get(inChannels),
                        a.get(outChannels),
                        new Window(a.get(kernelSize), a.get(stride), a.get(dilation), a.get(padding)),
                        a.get(paddingMode),
                        a.get(groups),
                        a.get(bias)),
                layer -> layer instanceof Convolution c && c.window().rank() == rank
                        ? Optional.of(Arguments.none()
                                .with(inChannels, c.inChannels())
                                .with(outChannels, c.outChannels())
                                .with(kernelSize, c.window().kernelSize())
                                .with(stride, c.window().stride())
                                .with(padding, c.window().padding())
                                .with(dilation, c.window().dilation())
                                .with(groups, c.groups())
                                .with(bias, c.bias())
                                .with(paddingMode, c.edges()))
                        : Optional.empty());
    }

    private static LayerSyntax activation(ActivationFunction function) {
        List<Parameter<Double>> shape =
                function.parameters().stream().map(LayerTable::parameter).toList();
        List<Parameter<?>> parameters = new ArrayList<>(shape);
        if (HAVE_INPLACE.contains(function)) {
            parameters.add(Parameter.ignored("inplace", ParameterType.BOOLEAN, false));
        }
        return new LayerSyntax(
                function.torchName(),
                LayerSyntax.INPUT,
                parameters,
                a -> new Activation(function, shape.stream().map(a::get).toList()),
                layer -> layer instanceof Activation activation && activation.function() == function
                        ? Optional.of(withAll(shape, activation.arguments()))
                        : Optional.empty());
    }

    private static Parameter<Double> parameter(ActivationFunction.Parameter p) {
        return p.defaultValue().isPresent()
                ? Parameter.shown(
                        p.name(), ParameterType.NUMBER, p.defaultValue().getAsDouble())
                : Parameter.required(p.name(), ParameterType.NUMBER);
    }

    private static LayerSyntax gelu() {
        Parameter<String> approximate = Parameter.shown("approximate", ParameterType.oneOf("none", "tanh"), "none");
        return new LayerSyntax(
                "GELU",
                LayerSyntax.INPUT,
                List.of(approximate),
                a -> Activation.of(GELU_BY_APPROXIMATION.get(a.get(approximate))),
                layer -> GELU_BY_APPROXIMATION.entrySet().stream()
                        .filter(entry -> layer.equals(Activation.of(entry.getValue())))
                        .findFirst()
                        .map(entry -> Arguments.none().with(approximate, entry.getKey())));
    }

    private static Arguments withAll(List<Parameter<Double>> parameters, List<Double> values) {
        Arguments arguments = Arguments.none();
        for (int i = 0; i < parameters.size(); i++) {
            arguments = arguments.with(parameters.get(i), values.get(i));
        }
        return arguments;
    }
}
