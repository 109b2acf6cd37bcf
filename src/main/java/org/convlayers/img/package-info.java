/**
 * ImgLib2 at the border of the engine.
 *
 * <p>What lives here: {@link org.convlayers.img.ImgSource} (any {@code RandomAccessibleInterval} as input, read in blocks
 * through {@code PrimitiveBlocks}), {@link org.convlayers.img.ParallelWorkers} (the threads of {@code
 * net.imglib2.parallel}), and {@link org.convlayers.img.CursorPlan}, the plain engine in double precision, which is also the
 * oracle of the fast one. {@code app} and what lies above may call it. Axes are in ImgLib2's order, X first, only here.
 */
package org.convlayers.img;
