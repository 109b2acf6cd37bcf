package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;

/**
 * The sum of the values in a window, divided. The divisor is a number that was given; or else the number of pixels of the
 * window, those in the padding with or without; what a window has beyond the padding (in {@link #ceilMode()}) never counts. A
 * window that sees nothing gives 0. Source: torch.nn.AvgPool1d, AvgPool2d, AvgPool3d.
 *
 * @param window kernel size, stride and padding; dilation 1
 * @param ceilMode whether the output size is rounded up
 * @param countIncludePad whether pixels in the padding count
 * @param divisorOverride the divisor, if it is given; not 0
 * @param checkInputSize whether an input that is smaller than the kernel is refused, padded or not: PyTorch does so over three
 *     axes, ONNX never; false over fewer axes
 */
public record AveragePooling(
        Window window, boolean ceilMode, boolean countIncludePad, OptionalInt divisorOverride, boolean checkInputSize)
        implements Pooling {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if the window is dilated, the divisor is 0, or there is one over a single axis, as PyTorch has none
     */
    public AveragePooling {
        Objects.requireNonNull(window);
        if (!window.dilation().isAll(1)) {
            throw new ShapeException("average pooling has dilation 1, but got dilation " + window.dilation());
        }
        if (divisorOverride.isPresent() && divisorOverride.getAsInt() == 0) {
            throw new ShapeException("divisor must be not zero");
        }
        if (divisorOverride.isPresent() && window.rank() == 1) {
            throw new ShapeException(
                    "divisor_override is for 2 and 3 spatial axes, but got kernel_size " + window.kernelSize());
        }
        checkInputSize &= window.rank() == 3;
    }

    @Override
    public boolean isOfTorch() {
        return Pooling.super.isOfTorch() && (window.rank() < 3 || checkInputSize);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        FeatureShape input = inputs.get(0);
        if (checkInputSize && input.rank() == 3) {
            requireAtLeastKernel(input.spatial());
        }
        return Pooling.super.outputShape(inputs);
    }

    private void requireAtLeastKernel(Extent input) {
        Extent kernel = window.kernelSize();
        if (!input.combine(kernel, Math::subtractExact).isAtLeast(0)) {
            throw new ShapeException("input image (T: " + input.get(0) + " H: " + input.get(1) + " W: " + input.get(2)
                    + ") smaller than kernel size (kT: " + kernel.get(0) + " kH: " + kernel.get(1) + " kW: "
                    + kernel.get(2) + ")");
        }
    }
}
