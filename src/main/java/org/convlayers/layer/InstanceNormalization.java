package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Instance normalisation: y = (x - mean) / sqrt(var + eps) * weight + bias, with mean and variance of each feature map of
 * the item itself, or, as in batch normalisation, those collected in training. Source: torch.nn.InstanceNorm1d,
 * InstanceNorm2d, InstanceNorm3d; Ulyanov, Vedaldi and Lempitsky, arXiv:1607.08022.
 *
 * @param spatialAxes the number of spatial axes, 1 to 3
 * @param channels the number of feature maps; without parameters any other is taken too, as PyTorch does
 * @param epsilon eps
 * @param affine whether there are weight and bias; otherwise they are 1 and 0
 * @param runningStatistics whether the statistics are those collected in training (track_running_stats)
 */
public record InstanceNormalization(
        int spatialAxes, int channels, double epsilon, boolean affine, boolean runningStatistics)
        implements Normalization {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if a number is below 1
     */
    public InstanceNormalization {
        NormalizationRules.requireRank(spatialAxes);
        if (channels < 1) {
            throw new ShapeException("num_features must be at least 1, but got " + channels);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        NormalizationRules.requireRank(spatialAxes, input);
        if (runningStatistics) {
            NormalizationRules.requireChannels("running_mean", channels, input);
        } else if (input.spatial().isAll(1)) {
            throw new ShapeException("Expected more than 1 spatial element when training, got input size torch.Size("
                    + WeightChecks.batched(input) + ")");
        }
        if (affine) {
            NormalizationRules.requireChannels("weight", channels, input);
        }
        return input;
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(spatialAxes);
    }

    @Override
    public OptionalInt takenChannels() {
        return affine || runningStatistics ? OptionalInt.of(channels) : OptionalInt.empty();
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }

    @Override
    public boolean isPointwise() {
        return runningStatistics;
    }
}
