package org.convlayers.layer;

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
}
