package org.convlayers.layer;

import java.util.List;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/**
 * Makes one value of those that a sliding window sees, in each feature map by itself.
 *
 * <p>Padding is never a value: the window sees only what lies inside the map. PyTorch demands a padding of at most half of
 * the kernel, ONNX does not; the layer itself takes any.
 */
public sealed interface Pooling extends Layer permits AveragePooling, MaxPooling {
    /** Kernel size, stride, dilation and padding. */
    Window window();

    /** Whether a window is padded in pixels, the same at both ends, and by at most half of its kernel, as PyTorch demands. */
    static boolean isAtMostHalf(Window window) {
        return window.padding() instanceof Padding.Explicit explicit
                && explicit.pixels().isSymmetric()
                && window.kernelSize()
                        .combine(explicit.pixels().begin(), (kernel, pad) -> kernel / 2 - pad)
                        .isAtLeast(0);
    }

    /**
     * Checks a padding that is given as pixels by people who know PyTorch.
     *
     * @throws ShapeException in PyTorch's words, if it is more than half of the kernel on an axis
     */
    static void requireAtMostHalf(Window window) {
        if (window.padding() instanceof Padding.Explicit explicit
                && explicit.pixels().isSymmetric()
                && !isAtMostHalf(window)) {
            throw new ShapeException("pad should be at most half of kernel size, but got pad=" + window.padding()
                    + " and kernel_size=" + window.kernelSize());
        }
    }

    /** Whether PyTorch has this layer: it has no padding but that of {@link #isAtMostHalf}. */
    default boolean isOfTorch() {
        return isAtMostHalf(window());
    }

    /** Whether the output size is rounded up, so that the last window may reach beyond the padded end. */
    boolean ceilMode();

    /**
     * o = floor or ceil((n + p_b + p_e - K)/s) + 1; with ceil no window begins beyond the input and its begin's padding. As in
     * PyTorch, the maximum over a single axis may leave no pixel.
     */
    @Override
    default FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        int rank = window().rank();
        WeightChecks.requireRank(this instanceof MaxPooling ? "max_pool" : "avg_pool", rank, input);
        if (input.isEmpty()) {
            throw new ShapeException("Expected " + (rank + 1) + "D or " + (rank + 2)
                    + "D (batch mode) tensor with optional 0 dim batch size for input, but got:"
                    + WeightChecks.batched(input));
        }
        Extent size = window().places(input.spatial(), ceilMode());
        if (!size.isAtLeast(this instanceof MaxPooling && rank == 1 ? 0 : 1)) {
            throw new ShapeException("Given input size: (" + input + "). Calculated output size: (" + input.channels()
                    + "x" + size + "). Output size is too small");
        }
        return new FeatureShape(input.channels(), size);
    }

    @Override
    default boolean keepsChannels() {
        return true;
    }

    @Override
    default OptionalInt rank() {
        return OptionalInt.of(window().rank());
    }
}
