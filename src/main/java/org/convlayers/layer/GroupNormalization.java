package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * Group normalisation: y = (x - mean) / sqrt(var + eps) * weight + bias, with mean and variance over all pixels of all
 * feature maps of a group. Source: torch.nn.GroupNorm; Wu and He, arXiv:1803.08494.
 *
 * @param groups the number of groups of neighbouring feature maps
 * @param channels the number of feature maps
 * @param epsilon eps
 * @param affine whether each feature map has weight and bias; otherwise they are 1 and 0
 */
public record GroupNormalization(int groups, int channels, double epsilon, boolean affine) implements Normalization {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if a number is below 1, or the groups do not divide the channels, in PyTorch's words
     */
    public GroupNormalization {
        if (groups < 1 || channels < 1) {
            throw new ShapeException(
                    "num_groups and num_channels must be at least 1, but got " + groups + " and " + channels);
        }
        if (channels % groups != 0) {
            throw new ShapeException("num_channels must be divisible by num_groups, but got num_channels=" + channels
                    + ", num_groups=" + groups);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        if (input.channels() != channels) {
            throw new ShapeException("Expected weight to be a vector of size equal to the number of channels in input,"
                    + " but got weight of shape [" + channels + "] and input of shape "
                    + WeightChecks.batched(input));
        }
        if (channels == groups && input.spatial().isAll(1)) {
            throw new ShapeException("Expected more than 1 value per channel when training, got input size "
                    + WeightChecks.batched(input));
        }
        return input;
    }

    @Override
    public OptionalInt takenChannels() {
        return OptionalInt.of(channels);
    }

    @Override
    public boolean keepsChannels() {
        return true;
    }

    @Override
    public int groupSize() {
        return channels / groups;
    }

    @Override
    public boolean runningStatistics() {
        return false;
    }
}
