package org.convlayers.engine;

/** Chooses how a convolution is computed, from the layer and the shape of its whole input alone. */
final class ConvolutionKernels {
    private ConvolutionKernels() {}

    /** The fastest algorithm for a layer. */
    static LayerKernel fastest(BoundConvolution layer) {
        return RowScatterConvolution.suits(layer) ? new RowScatterConvolution(layer) : new DirectConvolution(layer);
    }
}
