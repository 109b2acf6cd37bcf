/**
 * Which pixels of the input an output pixel sees; the only place that knows this arithmetic.
 *
 * <p>What lives here: {@link org.convlayers.receptive.PullBack}, which follows pixels back through a network. Tiling asks
 * it which part of each map a tile needs. Every package above {@code layer} may use it; it uses {@code shape} and {@code
 * layer} only. A new kind of layer is added in one place, {@code SourceLaw}, with one {@code AxisLaw} if none of the
 * existing ones fits.
 *
 * <pre>{@code
 * PullBack pullBack = PullBack.of(network, FeatureShape.of(3, 512, 512));
 * NeededRegions needed = pullBack.regions(Region.of(tile));
 * needed.input(); // the tile and its halo, clipped to the image
 * }</pre>
 */
package org.convlayers.receptive;
