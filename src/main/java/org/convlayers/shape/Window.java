package org.convlayers.shape;

/**
 * A window that slides over a feature map: what convolution and pooling have in common, and the one law of output size.
 *
 * <p>Per axis, with input n, kernel k, stride s, dilation d, paddings p_b and p_e: the effective kernel size is
 * K = d(k-1)+1, the output size o = floor((n + p_b + p_e - K)/s) + 1, and output pixel u looks at the input pixels
 * u s - p_b + a d for a = 0..k-1. Source: PyTorch, torch.nn.Conv2d; Dumoulin and Visin, arXiv:1603.07285.
 *
 * @param kernelSize k per axis, at least 1
 * @param stride s per axis, at least 1
 * @param dilation d per axis, at least 1
 * @param padding how far the window may reach beyond the border
 */
public record Window(Extent kernelSize, Extent stride, Extent dilation, Padding padding) {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if an argument is below 1, ranks differ, or {@code same} meets a stride above 1
     */
    public Window {
        requirePositive("kernel_size", kernelSize, kernelSize.rank(), "kernel size should be greater than zero");
        requirePositive("stride", stride, kernelSize.rank(), "non-positive stride is not supported");
        requirePositive("dilation", dilation, kernelSize.rank(), "dilation should be greater than zero");
        if (padding instanceof Padding.Explicit explicit
                && explicit.pixels().begin().rank() != kernelSize.rank()) {
            throw new ShapeException("padding " + padding + " has not as many axes as kernel_size " + kernelSize);
        }
        if (padding == Padding.Rule.SAME && !stride.isAll(1)) {
            throw new ShapeException(
                    "padding='same' is not supported for strided convolutions, but got stride " + stride);
        }
    }

    private static void requirePositive(String name, Extent value, int rank, String complaint) {
        if (value.rank() != rank) {
            throw new ShapeException(name + " " + value + " has not the " + rank + " axes of kernel_size");
        }
        if (!value.isAtLeast(1)) {
            throw new ShapeException(complaint + ", but got " + name + " " + value);
        }
    }

    /** Stride 1, dilation 1, no padding. */
    public static Window ofKernel(Extent kernelSize) {
        Extent ones = Extent.filled(kernelSize.rank(), 1);
        return new Window(kernelSize, ones, ones, Padding.none(kernelSize.rank()));
    }

    public Window withStride(Extent newStride) {
        return new Window(kernelSize, newStride, dilation, padding);
    }

    public Window withDilation(Extent newDilation) {
        return new Window(kernelSize, stride, newDilation, padding);
    }

    public Window withPadding(Padding newPadding) {
        return new Window(kernelSize, stride, dilation, newPadding);
    }

    /** The number of spatial axes. */
    public int rank() {
        return kernelSize.rank();
    }

    /** K = d(k-1)+1 per axis: the extent of the dilated kernel. */
    public Extent effectiveKernelSize() {
        return kernelSize.combine(dilation, (k, d) -> Math.addExact(Math.multiplyExact(d, k - 1), 1));
    }

    /** The padding in pixels for an input of this size. */
    public Margins margins(Extent input) {
        return padding.margins(input, this);
    }

    /**
     * The size of the output: o = floor((n + p_b + p_e - K)/s) + 1 per axis.
     *
     * @param input size of the input in pixels
     * @throws ShapeException if the kernel does not fit into the padded input, in PyTorch's words
     */
    public Extent outputSize(Extent input) {
        Margins margins = margins(input);
        Extent padded = input.combine(margins.begin(), Math::addExact).combine(margins.end(), Math::addExact);
        Extent room = padded.combine(effectiveKernelSize(), Math::subtractExact);
        if (!room.isAtLeast(0)) {
            throw new ShapeException("Calculated padded input size per channel: (" + padded.join(" x ")
                    + "). Kernel size: (" + effectiveKernelSize().join(" x ")
                    + "). Kernel size can't be greater than actual input size");
        }
        return room.combine(stride, (r, s) -> r / s + 1);
    }

    /**
     * The number of places at which the window stands per axis, o = floor((n + p_b + p_e - K)/s) + 1, or the same with ceil.
     * With ceil the window may reach beyond the padded end, but not begin there: if (o-1)s >= n + p_b it is one less.
     *
     * @param input size of the input in pixels
     * @param ceil whether to round up, as pooling can be told to
     * @return below 1 on an axis where the window does not fit
     */
    public Extent places(Extent input, boolean ceil) {
        Margins margins = margins(input);
        Extent begun = input.combine(margins.begin(), Math::addExact);
        Extent room = begun.combine(margins.end(), Math::addExact).combine(effectiveKernelSize(), Math::subtractExact);
        if (!ceil) {
            return room.combine(stride, (r, s) -> Math.floorDiv(r, s) + 1);
        }
        Extent rounded = room.combine(stride, (r, s) -> 1 - Math.floorDiv(-r, s));
        Extent begins = begun.combine(stride, (b, s) -> (b - 1) / s + 1);
        return rounded.combine(begins, Math::min);
    }

    /**
     * The size of the input that this window gives an output of {@code output} pixels for, plus {@code outputPadding}: that is
     * the output of the transposed layer, o = (n-1)s - p_b - p_e + K + outputPadding per axis.
     *
     * @param input size of the transposed layer's input in pixels
     * @param outputPadding pixels added at the end
     * @return below 1 on an axis where the padding takes everything away
     * @throws ShapeException if a size does not fit into an int
     */
    public Extent transposedSize(Extent input, Extent outputPadding) {
        Margins margins = margins(input);
        return input.combine(stride, (n, s) -> Math.multiplyExact(n - 1, s))
                .combine(effectiveKernelSize(), Math::addExact)
                .combine(outputPadding, Math::addExact)
                .combine(margins.begin(), Math::subtractExact)
                .combine(margins.end(), Math::subtractExact);
    }

    /** The same window over three axes: missing outer axes have kernel 1, stride 1 and no padding. */
    public Window to3D(Extent input) {
        Margins margins = margins(input);
        return new Window(
                kernelSize.to3D(1),
                stride.to3D(1),
                dilation.to3D(1),
                new Padding.Explicit(
                        new Margins(margins.begin().to3D(0), margins.end().to3D(0))));
    }
}
