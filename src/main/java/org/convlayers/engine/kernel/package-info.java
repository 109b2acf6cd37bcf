/**
 * Arithmetic over strips of floats: the loops in which the engine spends its time.
 *
 * <p>What lives here: {@link org.convlayers.engine.kernel.Strip}, the unit of work, {@link
 * org.convlayers.engine.kernel.PackedWeights}, which multiplies weights and strips with the microkernels that suit the
 * number of rows, {@link org.convlayers.engine.kernel.Accumulators}, where their sums are made fastest, {@link org.convlayers.engine.kernel.Winograd}, the transforms around such products that save up to half
 * of them on an axis, {@link org.convlayers.engine.kernel.Fourier}, those of very large kernels, and {@link
 * org.convlayers.engine.kernel.StripSums}, {@link org.convlayers.engine.kernel.RowReduction}, windows along rows for pooling, and {@link
 * org.convlayers.engine.kernel.Exponentials}, activations made of e^x. It
 * knows arrays and the JDK only; the packages beside it call it.
 *
 * <pre>{@code
 * PackedWeights weights = PackedWeights.of(matrix, 0, taps, rows, taps);
 * for (int group = 0; group < weights.groups(); group++) {
 *     weights.multiply(group, tapStrips, 0, StripLength.FULL, sums, weights.firstRow(group), accumulators);
 * }
 * }</pre>
 */
package org.convlayers.engine.kernel;
