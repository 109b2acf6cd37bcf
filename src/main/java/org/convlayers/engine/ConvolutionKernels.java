package org.convlayers.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.convlayers.shape.Box;

/** Chooses how a convolution is computed, from the layer and the shape of its whole input alone. */
final class ConvolutionKernels {
    /** Winograd's rounding errors are larger than those of the sum: it must be worth it. */
    private static final double WORTH_WINOGRAD = 0.87;

    /** With fewer channels on either side Winograd's transforms take what the products save. */
    private static final int MIN_WINOGRAD_CHANNELS = 8;

    private ConvolutionKernels() {}

    /**
     * The algorithm for a layer that is estimated to be the fastest.
     *
     * @param precision {@link Precision#FLOAT32}, or {@link Precision#FLOAT32_DIRECT} to have sums of the definition
     */
    static LayerKernel fastest(BoundConvolution layer, Precision precision) {
        LayerKernel direct =
                RowScatterConvolution.suits(layer) ? new RowScatterConvolution(layer) : new DirectConvolution(layer);
        if (precision == Precision.FLOAT32 && hasManyChannels(layer)) {
            Box whole = layer.outputBox();
            return winograd(layer).stream()
                    .filter(kernel -> kernel.nanos(whole) < WORTH_WINOGRAD * direct.nanos(whole))
                    .min(Comparator.comparingDouble(kernel -> kernel.nanos(whole)))
                    .orElse(direct);
        }
        return direct;
    }

    private static List<LayerKernel> winograd(BoundConvolution layer) {
        List<LayerKernel> kernels = new ArrayList<>();
        if (WinogradConvolution.suits(layer)) {
            kernels.add(new WinogradConvolution(layer));
        }
        if (WinogradTilesConvolution.suits(layer)) {
            kernels.add(new WinogradTilesConvolution(layer));
        }
        return kernels;
    }

    private static boolean hasManyChannels(BoundConvolution layer) {
        return Math.min(layer.groupInputs(), layer.groupOutputs()) >= MIN_WINOGRAD_CHANNELS;
    }
}
