package org.convlayers.layer;

import java.util.Objects;
import org.convlayers.shape.Window;

/**
 * The largest of the values in a window: y[c, u] = max_a x[c, u s - p_b + a d], NaN if one of them is. A window that sees
 * nothing gives -infinity. Source: torch.nn.MaxPool1d, MaxPool2d, MaxPool3d.
 *
 * @param window kernel size, stride, dilation and padding
 * @param ceilMode whether the output size is rounded up
 */
public record MaxPooling(Window window, boolean ceilMode) implements Pooling {
    public MaxPooling {
        Objects.requireNonNull(window);
    }
}
