/**
 * The algorithms for convolutions, transposed ones too, and the choice among them.
 *
 * <p>What lives here: {@link org.convlayers.engine.convolution.ConvolutionKernels}, which chooses among the algorithms by
 * estimated time, and the algorithms, each of which takes a {@code BoundConvolution}, a layer with its weights and the shape of
 * its input.
 *
 * <ul>
 *   <li>{@code DirectConvolution} makes the sum of the definition, for every layer;
 *   <li>{@code FlatConvolution} for single pixels and {@code FewPixelsConvolution} for few pixels make the same sums;
 *   <li>{@code RowScatterConvolution} for few outputs and {@code FewRowsConvolution} for few rows make a sum of the definition,
 *       each in an order of its own;
 *   <li>{@code SeparableConvolution} for kernels of low rank, {@code WinogradConvolution} (F(4,3) and F(4,5) along y), {@code
 *       WinogradTilesConvolution} (F(4x4,3x3) and F(4x4,5x5)), {@code WinogradFewTilesConvolution} (the same for many channels of
 *       small maps) and {@code FourierConvolution} for very large kernels need fewer products, but round otherwise: they have to be clearly faster, and can be forbidden by the precision;
 *   <li>{@code TransposedConvolutionKernel} is made of convolutions.
 * </ul>
 *
 * <p>An algorithm <i>suits</i> a layer if it gives all its values, not finite ones too, and if what it keeps at hand fits into
 * the caches or the memory it counts on. Which of those that suit is the fastest, {@code nanos} estimates. All lay out what taps
 * see in strips ({@code Lanes} says which pixels lie where), and leave the products to {@code engine.kernel}. They look at the
 * layer and the whole map's size, never at tiles, threads or memory that is free, so that these do not show in the result.
 *
 * <pre>{@code
 * StepKernel kernel = ConvolutionKernels.of(node, weights, inputShape, Epilogue.NONE, Precision.FLOAT32);
 * kernel.algorithm(); // "direct: 27 taps kept from row to row"
 * }</pre>
 */
package org.convlayers.engine.convolution;
