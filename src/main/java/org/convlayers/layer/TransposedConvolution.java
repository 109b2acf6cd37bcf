package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/**
 * The transpose (as of a matrix) of a convolution, over one, two or three spatial axes: each input pixel scatters the kernel,
 * not flipped, over the output.
 *
 * <p>y[c, u] = b[c] + the sum of w[j, c', a] x[j, i] over all j of the group of c, and all i, a with i s - p_b + a d = u; c' is
 * c counted within its group. Weights are [inChannels, outChannels/groups, k...]. The output has (n-1)s - p_b - p_e + K +
 * outputPadding pixels. Source: torch.nn.ConvTranspose1d, ConvTranspose2d, ConvTranspose3d.
 *
 * @param inChannels C_in, the number of feature maps taken
 * @param outChannels C_out, the number of feature maps given
 * @param window kernel size, stride and dilation of the convolution that this is the transpose of; its padding, in pixels, is
 *     what is taken away from the output at each end
 * @param outputPadding pixels added at the end of the output per axis; of the outputs of different size that a strided
 *     convolution maps to one it chooses the larger ones
 * @param groups G, which divides both channel counts
 * @param bias whether a number is added to each feature map
 */
public record TransposedConvolution(
        int inChannels, int outChannels, Window window, Extent outputPadding, int groups, boolean bias)
        implements WeightedLayer {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException in PyTorch's words, if groups do not divide the channels, a count is below 1, the padding is not
     *     in pixels, or the output padding is negative or not below the larger of stride and dilation
     */
    public TransposedConvolution {
        Objects.requireNonNull(window);
        WeightChecks.requireChannels(inChannels, outChannels, groups);
        if (window.rank() < 1) {
            throw new ShapeException("a transposed convolution needs at least one spatial axis");
        }
        requirePixels(window.padding());
        requireOutputPadding(window, outputPadding);
        WeightChecks.requireSupported(weightShape(inChannels, outChannels, window, groups));
    }

    /**
     * Checks a padding before there is a window, which may refuse it for another reason.
     *
     * @throws ShapeException if it is a rule and not pixels
     */
    public static void requirePixels(Padding padding) {
        if (!(padding instanceof Padding.Explicit)) {
            throw new ShapeException(
                    "padding of a transposed convolution must be pixels such as 1 or 1x2, or begin:end pairs such as"
                            + " 1:2x0:1, but got '" + padding + "'");
        }
    }

    private static void requireOutputPadding(Window window, Extent outputPadding) {
        if (outputPadding.rank() != window.rank()) {
            throw new ShapeException(
                    "output_padding " + outputPadding + " has not as many axes as kernel_size " + window.kernelSize());
        }
        if (!outputPadding.isAtLeast(0)) {
            throw new ShapeException("negative output_padding is not supported, but got " + outputPadding);
        }
        Extent bound = window.stride().combine(window.dilation(), Math::max);
        if (!bound.combine(outputPadding, Math::subtractExact).isAtLeast(1)) {
            throw new ShapeException(
                    "output padding must be smaller than either stride or dilation, but got output_padding "
                            + outputPadding + ", stride " + window.stride() + ", dilation " + window.dilation());
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        WeightChecks.requireRank("conv_transpose", window.rank(), input);
        if (input.channels() != inChannels) {
            throw new ShapeException("Given transposed=1, weight of size " + weightShape() + ", expected input"
                    + WeightChecks.batched(input) + " to have " + inChannels + " channels, but got " + input.channels()
                    + " channels instead");
        }
        WeightChecks.requirePixels(input);
        Extent size = window.transposedSize(input.spatial(), outputPadding);
        if (!size.isAtLeast(1)) {
            throw new ShapeException("Given input size per channel: ("
                    + input.spatial().join(" x ") + "). Calculated output size per channel: (" + size.join(" x ")
                    + "). Output size is too small");
        }
        return new FeatureShape(outChannels, size);
    }

    /** [inChannels, outChannels/groups, k...]. */
    @Override
    public List<Integer> weightShape() {
        return weightShape(inChannels, outChannels, window, groups);
    }

    private static List<Integer> weightShape(int inChannels, int outChannels, Window window, int groups) {
        return WeightChecks.withKernel(inChannels, outChannels / groups, window.kernelSize());
    }

    /** C_in prod(n) (C_out/G) prod(k): also products that fall into the padding count. */
    @Override
    public long macs(List<FeatureShape> inputs) {
        return WeightChecks.macs(
                inputs.get(0), outChannels / groups * window.kernelSize().product());
    }
}
