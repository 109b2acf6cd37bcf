/**
 * Convolution arithmetic, one output pixel at a time: which values meet which weights, and what they add up to.
 *
 * <p>What lives here: {@link org.convlayers.arithmetic.LayerArithmetic}, a small layer on a small input with every product
 * written out, and what it consists of. It is the definition worked out by hand, in double precision; {@code engine} computes
 * the same fast. Nothing here draws: {@code ij} makes pictures of it. Words and formulas are those of Dumoulin and Visin, A guide
 * to convolution arithmetic for deep learning, arXiv:1603.07285.
 *
 * <pre>{@code
 * LayerArithmetic layer = LayerArithmetic.stages(network, weights, input).get(0);
 * layer.rows().formula(); // floor((5 + 2·1 - 3)/2) + 1 = 3
 * layer.frame(0).equation(); // y[0, 0, 0] = 12 + 1 = 13
 * }</pre>
 */
package org.convlayers.arithmetic;
