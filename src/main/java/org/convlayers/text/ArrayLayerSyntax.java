package org.convlayers.text;

import java.util.List;
import java.util.Optional;
import org.convlayers.layer.Constant;
import org.convlayers.layer.Rearrangement;
import org.convlayers.shape.FeatureShape;

/** How layers on whole arrays are written; PyTorch has functions and buffers for them, not layers. */
final class ArrayLayerSyntax {
    private static final int MAX_AXES = 32;

    private ArrayLayerSyntax() {}

    static List<LayerSyntax> entries() {
        return List.of(constant(), rearrangement());
    }

    private static LayerSyntax constant() {
        Parameter<FeatureShape> shape = Parameter.bare("shape", ParameterType.SHAPE);
        return new LayerSyntax(
                "Constant",
                LayerSyntax.INPUT,
                List.of(shape),
                a -> new Constant(a.get(shape)),
                layer -> layer instanceof Constant constant
                        ? Optional.of(Arguments.none().with(shape, constant.shape()))
                        : Optional.empty());
    }

    private static LayerSyntax rearrangement() {
        Parameter<FeatureShape> from = Parameter.bare("in_shape", ParameterType.SHAPE);
        Parameter<FeatureShape> to = Parameter.bare("out_shape", ParameterType.SHAPE);
        Parameter<List<Integer>> size = Parameter.required("size", ParameterType.wholeNumbers(MAX_AXES));
        Parameter<List<Integer>> stride = Parameter.required("stride", ParameterType.wholeNumbers(MAX_AXES));
        Parameter<Integer> offset = Parameter.optional("storage_offset", ParameterType.WHOLE_NUMBER, 0);
        return new LayerSyntax(
                "AsStrided",
                LayerSyntax.INPUT,
                List.of(from, to, size, stride, offset),
                a -> new Rearrangement(a.get(from), a.get(to), a.get(size), a.get(stride), a.get(offset)),
                layer -> layer instanceof Rearrangement r
                        ? Optional.of(Arguments.none()
                                .with(from, r.input())
                                .with(to, r.output())
                                .with(size, r.sizes())
                                .with(stride, r.strides())
                                .with(offset, r.offset()))
                        : Optional.empty());
    }
}
