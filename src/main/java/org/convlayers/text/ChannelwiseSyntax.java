package org.convlayers.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convlayers.layer.ArgMax;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.layer.Softmax;

/** How activations are written that have parameters or look at several channels, and what only training knows. */
final class ChannelwiseSyntax {
    private static final double DEFAULT_SLOPE = 0.25;

    private ChannelwiseSyntax() {}

    static List<LayerSyntax> entries() {
        Stream<LayerSyntax> dropouts = Arrays.stream(Dropout.Kind.values()).map(ChannelwiseSyntax::dropout);
        return Stream.concat(
                        Stream.of(
                                parametricRelu(),
                                softmax("Softmax", false),
                                softmax("LogSoftmax", true),
                                softmax2d(),
                                argMax()),
                        dropouts)
                .toList();
    }

    private static LayerSyntax parametricRelu() {
        Parameter<Integer> slopes = Parameter.shown("num_parameters", ParameterType.WHOLE_NUMBER, 1);
        Parameter<Double> initial = Parameter.optional("init", ParameterType.NUMBER, DEFAULT_SLOPE);
        return new LayerSyntax(
                "PReLU",
                LayerSyntax.INPUT,
                List.of(slopes, initial, Parameter.unused("device"), Parameter.unused("dtype")),
                a -> new ParametricRelu(a.get(slopes), a.get(initial)),
                layer -> layer instanceof ParametricRelu p
                        ? Optional.of(Arguments.none().with(slopes, p.slopes()).with(initial, p.initialSlope()))
                        : Optional.empty());
    }

    private static LayerSyntax softmax(String name, boolean logarithm) {
        Parameter<Integer> dimension = Parameter.required("dim", ParameterType.WHOLE_NUMBER);
        return new LayerSyntax(
                name,
                LayerSyntax.INPUT,
                List.of(dimension),
                a -> new Softmax(a.get(dimension), logarithm),
                layer -> layer instanceof Softmax softmax && softmax.logarithm() == logarithm
                        ? Optional.of(Arguments.none().with(dimension, softmax.dimension()))
                        : Optional.empty());
    }

    /** Another name for Softmax(dim=1), as which it is written. */
    private static LayerSyntax softmax2d() {
        return new LayerSyntax(
                "Softmax2d",
                LayerSyntax.INPUT,
                List.of(),
                a -> new Softmax(Softmax.CHANNELS, false),
                layer -> Optional.empty());
    }

    /** PyTorch has a function for it, no layer. */
    private static LayerSyntax argMax() {
        return new LayerSyntax(
                "ArgMax",
                LayerSyntax.INPUT,
                List.of(),
                a -> new ArgMax(),
                layer -> layer instanceof ArgMax ? Optional.of(Arguments.none()) : Optional.empty());
    }

    private static LayerSyntax dropout(Dropout.Kind kind) {
        Parameter<Double> probability = Parameter.optional("p", ParameterType.NUMBER, 0.5);
        return new LayerSyntax(
                kind.torchName(),
                LayerSyntax.INPUT,
                List.of(probability, Parameter.ignored("inplace", ParameterType.BOOLEAN, false)),
                a -> new Dropout(kind, a.get(probability)),
                layer -> layer instanceof Dropout dropout && dropout.kind() == kind
                        ? Optional.of(Arguments.none().with(probability, dropout.probability()))
                        : Optional.empty());
    }
}
