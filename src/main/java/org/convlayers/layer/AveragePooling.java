package org.convlayers.layer;

import java.util.Objects;
import java.util.OptionalInt;
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
 */
public record AveragePooling(Window window, boolean ceilMode, boolean countIncludePad, OptionalInt divisorOverride)
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
    }
}
