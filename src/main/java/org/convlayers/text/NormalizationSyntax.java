package org.convlayers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convlayers.layer.BatchNormalization;
import org.convlayers.layer.GroupNormalization;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.shape.Extent;

/** How normalisations are written. */
final class NormalizationSyntax {
    private static final Parameter<Integer> FEATURES = Parameter.bare("num_features", ParameterType.WHOLE_NUMBER);
    private static final Parameter<Double> EPSILON =
            Parameter.optional("eps", ParameterType.NUMBER, BatchNormalization.DEFAULT_EPSILON);
    private static final Parameter<Value> MOMENTUM = Parameter.unused("momentum");
    private static final Parameter<Value> DEVICE = Parameter.unused("device");
    private static final Parameter<Value> DTYPE = Parameter.unused("dtype");

    private NormalizationSyntax() {}

    static List<LayerSyntax> entries() {
        List<LayerSyntax> entries = new ArrayList<>();
        for (int rank = 1; rank <= Extent.MAX_RANK; rank++) {
            entries.add(batch(rank));
            entries.add(instance(rank));
        }
        entries.add(group());
        return entries;
    }

    private static LayerSyntax batch(int rank) {
        String name = "BatchNorm" + rank + "d";
        Parameter<Boolean> affine = Parameter.optional("affine", ParameterType.BOOLEAN, true);
        Parameter<Boolean> tracks = Parameter.ignored("track_running_stats", ParameterType.BOOLEAN, true);
        return new LayerSyntax(
                name,
                LayerSyntax.INPUT,
                List.of(FEATURES, EPSILON, MOMENTUM, affine, tracks, DEVICE, DTYPE),
                a -> {
                    if (!a.get(tracks)) {
                        throw new IllegalArgumentException(name + " with track_running_stats=False normalizes each"
                                + " batch by itself, which is not supported; InstanceNorm" + rank
                                + "d does so for each image");
                    }
                    return new BatchNormalization(rank, a.get(FEATURES), a.get(EPSILON), a.get(affine));
                },
                layer -> layer instanceof BatchNormalization b && b.spatialAxes() == rank
                        ? Optional.of(Arguments.none()
                                .with(FEATURES, b.channels())
                                .with(EPSILON, b.epsilon())
                                .with(affine, b.affine()))
                        : Optional.empty());
    }

    private static LayerSyntax instance(int rank) {
        Parameter<Boolean> affine = Parameter.optional("affine", ParameterType.BOOLEAN, false);
        Parameter<Boolean> tracks = Parameter.optional("track_running_stats", ParameterType.BOOLEAN, false);
        return new LayerSyntax(
                "InstanceNorm" + rank + "d",
                LayerSyntax.INPUT,
                List.of(FEATURES, EPSILON, MOMENTUM, affine, tracks, DEVICE, DTYPE),
                a -> new InstanceNormalization(rank, a.get(FEATURES), a.get(EPSILON), a.get(affine), a.get(tracks)),
                layer -> layer instanceof InstanceNormalization i && i.spatialAxes() == rank
                        ? Optional.of(Arguments.none()
                                .with(FEATURES, i.channels())
                                .with(EPSILON, i.epsilon())
                                .with(affine, i.affine())
                                .with(tracks, i.runningStatistics()))
                        : Optional.empty());
    }

    private static LayerSyntax group() {
        Parameter<Integer> groups = Parameter.bare("num_groups", ParameterType.WHOLE_NUMBER);
        Parameter<Integer> channels = Parameter.bare("num_channels", ParameterType.WHOLE_NUMBER);
        Parameter<Boolean> affine = Parameter.optional("affine", ParameterType.BOOLEAN, true);
        return new LayerSyntax(
                "GroupNorm",
                LayerSyntax.INPUT,
                List.of(groups, channels, EPSILON, affine, DEVICE, DTYPE),
                a -> new GroupNormalization(a.get(groups), a.get(channels), a.get(EPSILON), a.get(affine)),
                layer -> layer instanceof GroupNormalization g
                        ? Optional.of(Arguments.none()
                                .with(groups, g.groups())
                                .with(channels, g.channels())
                                .with(EPSILON, g.epsilon())
                                .with(affine, g.affine()))
                        : Optional.empty());
    }
}
