/**
 * How each kind of layer is computed, but for convolutions: pooling, upsampling, padding, joins, normalisation, softmax.
 *
 * <p>A layer of {@code org.convlayers.layer} becomes a {@link org.convlayers.engine.layer.LayerKernel}, which computes any box
 * of its output from blocks that hold what the box sees, or a {@link org.convlayers.engine.layer.WholeMapKernel}, which has to
 * look at whole maps first; a pointwise layer that follows another becomes its {@link org.convlayers.engine.layer.Epilogue}.
 * Kernels are made once for a plan and used by many threads. {@link org.convlayers.engine.layer.LayerKernels} chooses one for
 * the plan in {@code engine}; {@code engine.convolution} keeps the same contract, and shares {@code PaddedRows}, {@code
 * WindowAxis} and {@code NarrowMaps}, which exchanges rows or slices with columns in maps that are much higher or deeper than
 * wide. What pointwise layers do to a value, {@link org.convlayers.engine.layer.ChannelFunction}, is asked for by
 * {@code img} and {@code gradient} too, and {@link org.convlayers.engine.layer.Precision} is what users choose.
 *
 * <pre>{@code
 * kernel.compute(inputs, output, box, scratch); // the box of the output, the same bit for bit whatever the box
 * }</pre>
 */
package org.convlayers.engine.layer;
