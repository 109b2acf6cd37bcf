package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Batch normalisation as inference does it, with the statistics collected in training: y = (x - running_mean) /
 * sqrt(running_var + eps) * weight + bias for each channel. Source: torch.nn.BatchNorm1d, BatchNorm2d, BatchNorm3d; Ioffe
 * and Szegedy, arXiv:1502.03167.
 *
 * @param spatialAxes the number of spatial axes, 1 to 3
 * @param channels the number of feature maps
 * @param epsilon eps
 * @param affine whether there are weight and bias; otherwise they are 1 and 0
 */
public record BatchNormalization(int spatialAxes, int channels, double epsilon, boolean affine)
        implements Normalization {
    /** PyTorch's eps. */
    public static final double DEFAULT_EPSILON = 1e-5;

    /**
     * Checks the arguments.
     *
     * @throws ShapeException if a number is below 1
     */
    public BatchNormalization {
        NormalizationRules.requireRank(spatialAxes);
        if (channels < 1) {
            throw new ShapeException("num_features must be at least 1, but got " + channels);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        NormalizationRules.requireRank(spatialAxes, input);
        NormalizationRules.requireChannels("running_mean", channels, input);
        return input;
    }

    @Override
    public OptionalInt rank() {
        return OptionalInt.of(spatialAxes);
    }

    @Override
    public OptionalInt takenChannels() {
        return OptionalInt.of(channels);
    }

    @Override
    public boolean isPointwise() {
        return true;
    }

    @Override
    public boolean runningStatistics() {
        return true;
    }
}
