package org.convlayers.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** y = (x - mean) / sqrt(var + eps) * weight + bias; which mean and variance is what tells the layers apart. */
public sealed interface Normalization extends Layer
        permits BatchNormalization, GroupNormalization, InstanceNormalization {
    /** The number of feature maps. */
    int channels();

    /** eps. */
    double epsilon();

    /** Whether there are weight and bias for each feature map; otherwise they are 1 and 0. */
    boolean affine();

    /** How many neighbouring feature maps have a mean and a variance in common. */
    default int groupSize() {
        return 1;
    }

    /** Whether mean and variance are those collected in training. */
    boolean runningStatistics();

    /** Scale and shift of each channel, and the statistics collected in training. */
    @Override
    default List<Parameter> parameters() {
        List<String> names = new ArrayList<>();
        if (affine()) {
            names.addAll(List.of("weight", "bias"));
        }
        if (runningStatistics()) {
            names.addAll(List.of("running_mean", "running_var"));
        }
        return names.stream()
                .map(name -> new Parameter(name, List.of(channels())))
                .toList();
    }

    /** Before training nothing is scaled and nothing shifted. */
    @Override
    default OptionalDouble initialValue(String parameter) {
        return OptionalDouble.of(parameter.equals("weight") || parameter.equals("running_var") ? 1 : 0);
    }
}
