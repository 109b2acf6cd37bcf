package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/**
 * A convolution (as in every deep-learning library a cross-correlation: the kernel is not flipped) over one, two or three
 * spatial axes.
 *
 * <p>y[c, u] = b[c] + sum_j sum_a w[c, j, a] x[g C_in/G + j, u s - p_b + a d], with G groups and g = floor(c / (C_out/G)).
 * Weights are [outChannels, inChannels/groups, k...]. Depthwise means groups = inChannels. Source: torch.nn.Conv1d,
 * Conv2d, Conv3d.
 *
 * @param inChannels C_in, the number of feature maps taken
 * @param outChannels C_out, the number of feature maps given
 * @param window kernel size, stride, dilation and padding
 * @param edges what the padding is filled with
 * @param groups G, which divides both channel counts
 * @param bias whether a number is added to each feature map
 */
public record Convolution(int inChannels, int outChannels, Window window, EdgeMode edges, int groups, boolean bias)
        implements WeightedLayer {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if groups do not divide the channels or a count is below 1, in PyTorch's words; or if there are
     *     more weights than an array holds
     */
    public Convolution {
        Objects.requireNonNull(window);
        Objects.requireNonNull(edges);
        WeightChecks.requireChannels(inChannels, outChannels, groups);
        if (window.rank() < 1) {
            throw new ShapeException("a convolution needs at least one spatial axis");
        }
        WeightChecks.requireSupported(weightShape(inChannels, outChannels, window, groups));
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        WeightChecks.requireRank("conv", window.rank(), input);
        if (input.channels() != inChannels) {
            throw new ShapeException("Given groups=" + groups + ", weight of size " + weightShape() + ", expected input"
                    + WeightChecks.batched(input) + " to have " + inChannels + " channels, but got " + input.channels()
                    + " channels instead");
        }
        Margins margins = window.margins(input.spatial());
        for (int axis = 0; axis < window.rank(); axis++) {
            int widest = Math.max(margins.begin().get(axis), margins.end().get(axis));
            edges.requireFits(widest, input.spatial().get(axis));
        }
        Extent size = window.outputSize(input.spatial());
        WeightChecks.requirePixels(input);
        return new FeatureShape(outChannels, size);
    }

    /** [outChannels, inChannels/groups, k...]. */
    @Override
    public List<Integer> weightShape() {
        return weightShape(inChannels, outChannels, window, groups);
    }

    private static List<Integer> weightShape(int inChannels, int outChannels, Window window, int groups) {
        return WeightChecks.withKernel(outChannels, inChannels / groups, window.kernelSize());
    }

    /** C_out prod(o) (C_in/G) prod(k). */
    @Override
    public long macs(List<FeatureShape> inputs) {
        return WeightChecks.macs(
                outputShape(inputs), inChannels / groups * window.kernelSize().product());
    }
}
