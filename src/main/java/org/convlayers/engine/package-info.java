/**
 * What computes: a plan per network, run tile by tile on the caller's threads.
 *
 * <p>What lives here: {@code NetworkPlan} (validates, chooses algorithms, packs weights) and {@code TileRunner} (runs a plan
 * over the tiles of every item of a batch), in the {@link org.convlayers.engine.Tiling} that is asked for, on the {@link
 * org.convlayers.engine.Workers} that the caller lends. Below lie {@code memory} (blocks of values, and the threads that work on them),
 * {@code layer} and {@code convolution} (how each kind of layer is computed) and {@code kernel} (the loops that have to be
 * fast). It knows neither ImgLib2 nor files nor windows; {@code img} and {@code app} call it.
 *
 * <p>Everything has three spatial axes (D, H, W) here; maps of lower rank are one pixel long on the outer ones. A tile is
 * computed through the whole network in memory of its thread; what it needs of each layer it asks {@code receptive}.
 * Every layer pads at the true border of its own input, so that the tiles do not show: results are the same bit for bit for
 * any tiling and any number of threads. Where a layer looks at whole maps (instance and group normalisation, softmax along
 * an axis), its input is computed first, in tiles of its own, and kept until nobody needs it: {@code Stage}; so is what later
 * layers take too and would compute again: {@code KeptMaps}.
 *
 * <pre>{@code
 * NetworkPlan plan = FloatPlan.create(network, weights, source.shape(), Precision.FLOAT32);
 * Tiling tiling = Tiling.auto(plan, source.items(), workers.parallelism());
 * TileRunner.run(plan, source, sink, tiling, workers, Monitor.NONE);
 * }</pre>
 */
package org.convlayers.engine;
