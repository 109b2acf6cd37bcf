package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.AdaptivePooling;
import org.convlayers.layer.AveragePooling;
import org.convlayers.layer.MaxPooling;
import org.convlayers.layer.Pooling;
import org.convlayers.layer.PoolingOperation;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/** How pooling layers over {@code rank} axes are written. */
final class PoolingSyntax {
    private final int rank;
    private final Parameter<Extent> kernelSize;
    private final Parameter<Optional<Extent>> stride;
    private final Parameter<WrittenPadding> padding;
    private final Parameter<Boolean> ceilMode = Parameter.shown("ceil_mode", ParameterType.BOOLEAN, false);

    /**
     * A padding as it stands in a text.
     *
     * @param padding what is padded
     * @param isNumber whether it is written as numbers, which PyTorch's limits hold for, and not in quotes
     */
    private record WrittenPadding(Padding padding, boolean isNumber) {}

    private PoolingSyntax(int rank) {
        this.rank = rank;
        kernelSize = Parameter.required("kernel_size", ParameterType.expandedExtent(rank));
        stride = Parameter.shown("stride", ParameterType.orNone(ParameterType.expandedExtent(rank)), Optional.empty());
        padding = Parameter.shown("padding", padding(rank), new WrittenPadding(Padding.none(rank), true));
    }

    /** Max, average, adaptive average and adaptive max pooling over so many axes. */
    static List<LayerSyntax> of(int rank) {
        PoolingSyntax syntax = new PoolingSyntax(rank);
        return List.of(
                syntax.max(),
                syntax.average(),
                syntax.adaptive("AdaptiveAvgPool", PoolingOperation.AVERAGE),
                syntax.adaptive("AdaptiveMaxPool", PoolingOperation.MAX));
    }

    private static ParameterType<WrittenPadding> padding(int rank) {
        ParameterType<Padding> type = ParameterType.padding(rank);
        return new ParameterType<>(
                type.allowed(),
                value -> {
                    requireNotNegative(value, rank);
                    return type.reader()
                            .apply(value)
                            .map(read -> new WrittenPadding(read, !(value instanceof Value.Text)));
                },
                written -> written.isNumber()
                        ? type.writer().apply(written.padding())
                        : PythonText.quote(written.padding().toString()));
    }

    /** In the words that PyTorch has for pooling; for convolutions it has others. */
    private static void requireNotNegative(Value value, int rank) {
        ParameterType.expandedExtent(rank)
                .reader()
                .apply(value)
                .filter(pixels -> !pixels.isAtLeast(0))
                .ifPresent(pixels -> {
                    throw new ShapeException("pad must be non-negative, but got pad: "
                            + (pixels.isAll(pixels.get(0)) ? pixels.get(0) : pixels));
                });
    }

    private LayerSyntax max() {
        Parameter<Extent> dilation =
                Parameter.shown("dilation", ParameterType.expandedExtent(rank), Extent.filled(rank, 1));
        Parameter<Boolean> returnIndices = Parameter.ignored("return_indices", ParameterType.BOOLEAN, false);
        return new LayerSyntax(
                "MaxPool" + rank + "d",
                LayerSyntax.INPUT,
                List.of(kernelSize, stride, padding, dilation, returnIndices, ceilMode),
                a -> new MaxPooling(window(a, a.get(dilation)), a.get(ceilMode)),
                layer -> layer instanceof MaxPooling p && p.window().rank() == rank
                        ? Optional.of(arguments(p).with(dilation, p.window().dilation()))
                        : Optional.empty());
    }

    private LayerSyntax average() {
        Parameter<Boolean> countIncludePad = Parameter.shown("count_include_pad", ParameterType.BOOLEAN, true);
        Parameter<Optional<Integer>> divisorOverride = Parameter.optional(
                "divisor_override", ParameterType.orNone(ParameterType.WHOLE_NUMBER), Optional.empty());
        List<Parameter<?>> parameters =
                new ArrayList<>(List.of(kernelSize, stride, padding, ceilMode, countIncludePad));
        if (rank > 1) {
            parameters.add(divisorOverride);
        }
        return new LayerSyntax(
                "AvgPool" + rank + "d",
                LayerSyntax.INPUT,
                parameters,
                a -> new AveragePooling(
                        window(a, Extent.filled(rank, 1)),
                        a.get(ceilMode),
                        a.get(countIncludePad),
                        a.get(divisorOverride).map(OptionalInt::of).orElse(OptionalInt.empty()),
                        a.get(padding).isNumber()),
                layer -> layer instanceof AveragePooling p && p.window().rank() == rank
                        ? Optional.of(arguments(p)
                                .with(countIncludePad, p.countIncludePad())
                                .with(
                                        divisorOverride,
                                        p.divisorOverride().stream().boxed().findFirst()))
                        : Optional.empty());
    }

    private Window window(Arguments a, Extent dilation) {
        Extent kernel = a.get(kernelSize);
        Window window = new Window(
                kernel, a.get(stride).orElse(kernel), dilation, a.get(padding).padding());
        if (a.get(padding).isNumber()) {
            Pooling.requireAtMostHalf(window);
        }
        return window;
    }

    private Arguments arguments(Pooling pooling) {
        Window window = pooling.window();
        return Arguments.none()
                .with(kernelSize, window.kernelSize())
                .with(stride, Optional.of(window.stride()))
                .with(padding, new WrittenPadding(window.padding(), pooling.isOfTorch()))
                .with(ceilMode, pooling.ceilMode());
    }

    private LayerSyntax adaptive(String name, PoolingOperation operation) {
        Parameter<List<OptionalInt>> outputSize = Parameter.required("output_size", ParameterType.partialExtent(rank));
        List<Parameter<?>> parameters = new ArrayList<>(List.of(outputSize));
        if (operation == PoolingOperation.MAX) {
            parameters.add(Parameter.ignored("return_indices", ParameterType.BOOLEAN, false));
        }
        return new LayerSyntax(
                name + rank + "d",
                LayerSyntax.INPUT,
                parameters,
                a -> new AdaptivePooling(operation, a.get(outputSize)),
                layer -> layer instanceof AdaptivePooling p
                                && p.operation() == operation
                                && p.outputSize().size() == rank
                        ? Optional.of(Arguments.none().with(outputSize, p.outputSize()))
                        : Optional.empty());
    }
}
