package org.convlayers.text;

import java.util.List;
import java.util.Optional;
import org.convlayers.layer.TransposedConvolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/** How transposed convolutions are written. */
final class TransposedSyntax {
    private TransposedSyntax() {}

    /** {@code ConvTranspose1d}, {@code ConvTranspose2d} or {@code ConvTranspose3d}. */
    static LayerSyntax of(int rank) {
        String name = "ConvTranspose" + rank + "d";
        Parameter<Integer> inChannels = Parameter.bare("in_channels", ParameterType.WHOLE_NUMBER);
        Parameter<Integer> outChannels = Parameter.bare("out_channels", ParameterType.WHOLE_NUMBER);
        Parameter<Extent> kernelSize = Parameter.required("kernel_size", ParameterType.extent(rank));
        Parameter<Extent> stride =
                Parameter.optional("stride", ParameterType.expandedExtent(rank), Extent.filled(rank, 1));
        Parameter<Padding> padding = Parameter.optional("padding", ParameterType.padding(rank), Padding.none(rank));
        Parameter<Extent> outputPadding =
                Parameter.optional("output_padding", ParameterType.expandedExtent(rank), Extent.filled(rank, 0));
        Parameter<Integer> groups = Parameter.optional("groups", ParameterType.WHOLE_NUMBER, 1);
        Parameter<Boolean> bias = Parameter.optional("bias", ParameterType.BOOLEAN, true);
        Parameter<Extent> dilation =
                Parameter.optional("dilation", ParameterType.expandedExtent(rank), Extent.filled(rank, 1));
        Parameter<EdgeMode> paddingMode = Parameter.optional("padding_mode", ParameterType.EDGES, EdgeMode.ZEROS);
        return new LayerSyntax(
                name,
                LayerSyntax.INPUT,
                List.of(
                        inChannels,
                        outChannels,
                        kernelSize,
                        stride,
                        padding,
                        outputPadding,
                        groups,
                        bias,
                        dilation,
                        paddingMode,
                        Parameter.unused("device"),
                        Parameter.unused("dtype")),
                a -> {
                    requireZeros(name, a.get(paddingMode));
                    TransposedConvolution.requirePixels(a.get(padding));
                    return new TransposedConvolution(
                            a.get(inChannels),
                            a.get(outChannels),
                            new Window(a.get(kernelSize), a.get(stride), a.get(dilation), a.get(padding)),
                            a.get(outputPadding),
                            a.get(groups),
                            a.get(bias));
                },
                layer -> layer instanceof TransposedConvolution t && t.window().rank() == rank
                        ? Optional.of(Arguments.none()
                                .with(inChannels, t.inChannels())
                                .with(outChannels, t.outChannels())
                                .with(kernelSize, t.window().kernelSize())
                                .with(stride, t.window().stride())
                                .with(padding, t.window().padding())
                                .with(outputPadding, t.outputPadding())
                                .with(groups, t.groups())
                                .with(bias, t.bias())
                                .with(dilation, t.window().dilation()))
                        : Optional.empty());
    }

    private static void requireZeros(String name, EdgeMode edges) {
        if (!edges.equals(EdgeMode.ZEROS)) {
            throw new ShapeException(
                    "Only \"zeros\" padding mode is supported for " + name + ", but got '" + edges + "'");
        }
    }
}
