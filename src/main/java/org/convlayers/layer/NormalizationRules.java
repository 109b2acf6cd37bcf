package org.convlayers.layer;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/** What the normalisations have in common. */
final class NormalizationRules {
    private NormalizationRules() {}

    static void requireRank(int rank) {
        if (rank < 1 || rank > 3) {
            throw new ShapeException("normalisation works on 1 to 3 spatial axes, but got " + rank);
        }
    }

    /** Inputs are counted with their batch axis, in PyTorch's words. */
    static void requireRank(int rank, FeatureShape input) {
        if (input.rank() != rank) {
            String expected = rank == 1 ? "2D or 3D" : rank + 2 + "D";
            throw new ShapeException("expected " + expected + " input (got " + (input.rank() + 2) + "D input)");
        }
    }

    static void requireChannels(String parameter, int channels, FeatureShape input) {
        if (input.channels() != channels) {
            throw new ShapeException(parameter + " should contain " + input.channels() + " elements not " + channels);
        }
    }

    /** Scale and shift of each channel, and the statistics collected in training. */
    static List<Layer.Parameter> parameters(int channels, boolean affine, boolean runningStatistics) {
        List<Layer.Parameter> parameters = new ArrayList<>();
        if (affine) {
            parameters.add(new Layer.Parameter("weight", List.of(channels)));
            parameters.add(new Layer.Parameter("bias", List.of(channels)));
        }
        if (runningStatistics) {
            parameters.add(new Layer.Parameter("running_mean", List.of(channels)));
            parameters.add(new Layer.Parameter("running_var", List.of(channels)));
        }
        return List.copyOf(parameters);
    }

    /** Before training nothing is scaled and nothing shifted. */
    static double initialValue(String parameter) {
        return parameter.equals("weight") || parameter.equals("running_var") ? 1 : 0;
    }
}
