/**
 * Which pixels of the input an output pixel sees; the only place that knows this arithmetic.
 *
 * <p>What lives here:
 *
 * <ul>
 *   <li>{@link org.convlayers.receptive.ReceptiveField}: size, stride, padding, centre and the exact pixels of one output
 *       pixel's field, for people;
 *   <li>{@link org.convlayers.receptive.PullBack}: follows regions (for tiling) and exact {@link
 *       org.convlayers.receptive.PixelSet}s back through a network;
 *   <li>{@link org.convlayers.receptive.PullBack#projection}: the projective field, the output pixels that are computed from
 *       some input pixels; and {@link org.convlayers.receptive.PathCounts}, in how many ways each pixel is seen;
 *   <li>{@link org.convlayers.receptive.FieldFormula}: the formula for chains, and whether branches are aligned.
 * </ul>
 *
 * All follow from one {@code IndexLaw} for the channels and one {@code AxisLaw} for each spatial axis of a layer. Where layers
 * keep channels apart, these are followed apart ({@code ByChannel}); tiles need pixels with all their channels. A new kind of
 * layer is added in {@code LayerLaws}, with a new law if none of the existing ones fits. Every package above {@code layer} may use this one; it uses {@code
 * shape} and {@code layer} only.
 *
 * <pre>{@code
 * PullBack pullBack = PullBack.of(network, FeatureShape.of(3, 512, 512));
 * ReceptiveField field = ReceptiveField.of(pullBack, "2", 100, 200);
 * field.size(); // for example [13, 13]
 * field.coverage(); // below 1 if dilation leaves holes
 *
 * NeededRegions needed = pullBack.regions(Region.of(tile));
 * needed.input(); // the tile and its halo, clipped to the image
 * }</pre>
 */
package org.convlayers.receptive;
