package org.convlayers.app;

import java.util.Optional;
import java.util.OptionalInt;
import org.convlayers.layer.Activation;
import org.convlayers.layer.Convolution;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Padding;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.FixedShape;

/**
 * What the three convolution commands ask for alike. What is empty follows from the weights or from the other settings.
 *
 * @param rank the number of spatial axes
 * @param filters the number of output channels; empty: what the weights say, or {@value #DEFAULT_FILTERS}
 * @param kernel the kernel's size; empty: what the weights say, or {@value #DEFAULT_KERNEL}
 * @param stride the stride
 * @param padding the padding; empty: {@code same}, or floor((K-1)/2) on every axis if a stride is above 1
 * @param edges what the padding is filled with
 * @param dilation the dilation
 * @param groups the number of groups
 * @param noBias whether a bias of the weights is left out
 * @param activation what is applied at the end, if anything
 */
public record LayerSettings(
        int rank,
        OptionalInt filters,
        Optional<Extent> kernel,
        Extent stride,
        Optional<Padding> padding,
        EdgeMode edges,
        Extent dilation,
        GroupCount groups,
        boolean noBias,
        Optional<Activation> activation) {
    /** The number of filters if neither the user nor the weights say one. */
    static final int DEFAULT_FILTERS = 8;

    private static final int DEFAULT_KERNEL = 3;

    /**
     * A convolution with these settings.
     *
     * @param channels the number of channels of its input
     * @param weights what its weights fix
     * @throws ShapeException if the weights fix something else than what is asked for; the message names both
     */
    Convolution convolution(int channels, FixedShape weights) {
        int groupCount = groups.of(channels, weights);
        int outChannels = agree("filters", filters, weights.filters(groupCount), DEFAULT_FILTERS);
        return convolution(channels, outChannels, kernelSize(weights), groupCount, weights.bias());
    }

    /** These settings with a number of filters. */
    public LayerSettings withFilters(int number) {
        return new LayerSettings(
                rank, OptionalInt.of(number), kernel, stride, padding, edges, dilation, groups, noBias, activation);
    }

    /** These settings with one dilation for every axis. */
    LayerSettings dilatedBy(int rate) {
        return new LayerSettings(
                rank, filters, kernel, stride, padding, edges, Extent.filled(rank, rate), groups, noBias, activation);
    }

    /** A convolution with these settings but for channels, kernel and groups. */
    Convolution convolution(
            int inChannels, int outChannels, Extent kernelSize, int groupCount, boolean weightsHaveBias) {
        Window unpadded = Window.ofKernel(kernelSize).withStride(stride).withDilation(dilation);
        Window window = unpadded.withPadding(padding.orElseGet(() -> defaultPadding(unpadded)));
        return new Convolution(inChannels, outChannels, window, edges, groupCount, weightsHaveBias && !noBias);
    }

    private static Padding defaultPadding(Window window) {
        return window.stride().isAll(1)
                ? Padding.Rule.SAME
                : Padding.symmetric(window.effectiveKernelSize()
                        .combine(window.kernelSize(), (effective, kernel) -> (effective - 1) / 2));
    }

    /** The size of the kernel, as asked for and as the weights fix it. */
    Extent kernelSize(FixedShape weights) {
        Extent asked = kernel.or(weights::kernelSize).orElse(Extent.filled(rank, DEFAULT_KERNEL));
        if (!weights.kernelSize().orElse(asked).equals(asked)) {
            throw new ShapeException("kernel=" + asked + " does not agree with the weights, whose kernels are "
                    + weights.kernelSize().get());
        }
        return asked;
    }

    /**
     * A number that was asked for, or that the weights fix, or else the default.
     *
     * @throws ShapeException if both are there and differ
     */
    static int agree(String key, OptionalInt asked, OptionalInt fixed, int otherwise) {
        if (asked.isPresent() && fixed.isPresent() && asked.getAsInt() != fixed.getAsInt()) {
            throw new ShapeException(
                    key + "=" + asked.getAsInt() + " does not agree with the weights, which give " + fixed.getAsInt());
        }
        return asked.orElse(fixed.orElse(otherwise));
    }
}
