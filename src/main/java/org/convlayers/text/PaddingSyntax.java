package org.convlayers.text;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Pad;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Margins;

/** How padding layers are written. */
final class PaddingSyntax {
    private PaddingSyntax() {}

    static List<LayerSyntax> entries() {
        return IntStream.rangeClosed(1, Extent.MAX_RANK)
                .boxed()
                .flatMap(rank -> Stream.of(
                        zeros(rank),
                        constant(rank),
                        folded("ReflectionPad", EdgeMode.REFLECT, rank),
                        folded("ReplicationPad", EdgeMode.REPLICATE, rank),
                        folded("CircularPad", EdgeMode.CIRCULAR, rank),
                        folded("MirrorPad", EdgeMode.MIRROR, rank)))
                .toList();
    }

    private static Parameter<Margins> padding(int rank) {
        return Parameter.bare("padding", ParameterType.margins(rank));
    }

    private static LayerSyntax folded(String name, EdgeMode edges, int rank) {
        Parameter<Margins> padding = padding(rank);
        return entry(
                name,
                rank,
                List.of(padding),
                a -> new Pad(a.get(padding), edges),
                pad -> pad.edges().equals(edges)
                        ? Optional.of(Arguments.none().with(padding, pad.margins()))
                        : Optional.empty());
    }

    private static LayerSyntax constant(int rank) {
        Parameter<Margins> padding = padding(rank);
        Parameter<Double> value = Parameter.required("value", ParameterType.NUMBER);
        return entry(
                "ConstantPad",
                rank,
                List.of(padding, value),
                a -> new Pad(a.get(padding), EdgeMode.constant(a.get(value).floatValue())),
                pad -> pad.edges().rule() == EdgeMode.Rule.CONSTANT
                        ? Optional.of(Arguments.none()
                                .with(padding, pad.margins())
                                .with(value, shortest(pad.edges().value())))
                        : Optional.empty());
    }

    /** PyTorch prints a value, which is always 0. */
    private static LayerSyntax zeros(int rank) {
        Parameter<Margins> padding = padding(rank);
        Parameter<Double> value = Parameter.ignored("value", ParameterType.NUMBER, 0.0);
        return entry(
                "ZeroPad",
                rank,
                List.of(padding, value),
                a -> {
                    if (a.get(value) != 0) {
                        throw new IllegalArgumentException("ZeroPad" + rank + "d pads with 0, but got value="
                                + PythonText.print(a.get(value)) + "; ConstantPad" + rank + "d takes other values");
                    }
                    return new Pad(a.get(padding), EdgeMode.ZEROS);
                },
                pad -> pad.edges().equals(EdgeMode.ZEROS)
                        ? Optional.of(Arguments.none().with(padding, pad.margins()))
                        : Optional.empty());
    }

    /** The double with the digits of a float: 0.1, not 0.10000000149. */
    private static double shortest(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static LayerSyntax entry(
            String name,
            int rank,
            List<Parameter<?>> parameters,
            Function<Arguments, Layer> reader,
            Function<Pad, Optional<Arguments>> writer) {
        return new LayerSyntax(
                name + rank + "d",
                LayerSyntax.INPUT,
                parameters,
                reader,
                layer -> layer instanceof Pad pad && pad.margins().begin().rank() == rank
                        ? writer.apply(pad)
                        : Optional.empty());
    }
}
