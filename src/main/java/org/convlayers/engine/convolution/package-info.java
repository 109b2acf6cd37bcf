/**
 * The algorithms for convolutions, transposed ones too, and the choice among them.
 *
 * <p>What lives here: {@link org.convlayers.engine.convolution.ConvolutionKernels}, which chooses by estimated time;
 * {@code DirectConvolution}, the sum of the definition; {@code FlatConvolution} for single pixels and {@code
 * FewPixelsConvolution} for few pixels, which make the same sums; {@code RowScatterConvolution} for few outputs and {@code
 * FewRowsConvolution} for few rows, which make a sum of the definition, each in an order of its own; {@code
 * TransposedConvolutionKernel}, made of convolutions;
 * {@code WinogradConvolution} (F(4,3) and F(4,5) along y) and {@code WinogradTilesConvolution} (F(4x4,3x3) and F(4x4,5x5)),
 * {@code SeparableConvolution} for kernels of low rank, {@code FourierConvolution} for very large ones. All lay out what taps see in strips
 * ({@code Lanes} says which pixels lie where), and leave the products to {@code engine.kernel}. They look at the layer and the whole
 * map's size, never at tiles, threads or memory, so that these do not show in the result.
 *
 * <pre>{@code
 * StepKernel kernel = ConvolutionKernels.of(node, weights, inputShape, Epilogue.NONE, Precision.FLOAT32);
 * kernel.algorithm(); // "direct: 27 taps kept from row to row"
 * }</pre>
 */
package org.convlayers.engine.convolution;
