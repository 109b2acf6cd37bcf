/**
 * Values in memory and the threads that work on them.
 *
 * <p>What lives here: the {@link org.convlayers.engine.memory.Block} of feature maps that everything in the engine reads and
 * writes, the interfaces through which values come and go ({@link org.convlayers.engine.memory.BlockSource}, {@link
 * org.convlayers.engine.memory.BlockSink}), the {@link org.convlayers.engine.memory.Scratch} memory of one thread, the
 * {@link org.convlayers.engine.memory.Crew} of threads that share a piece of work, and the {@link
 * org.convlayers.engine.memory.Monitor} that is told of progress and may cancel, what is made {@link
 * org.convlayers.engine.memory.OnFirstUse on first use}, {@link org.convlayers.engine.memory.SharedPieces pieces} that several
 * threads make together, the {@link org.convlayers.engine.memory.PlaneMemory} of maps that are kept as a whole, and {@link
 * org.convlayers.engine.memory.StridedCopy copies} of values at even distances. It knows the layers of a network by number only. {@link org.convlayers.engine.memory.ArraySource} and {@link
 * org.convlayers.engine.memory.ArraySink} are values in arrays. Called by everything that computes or brings values.
 *
 * <pre>{@code
 * float[][] sums = scratch.takeStrips(8); // given back, to be taken again by the next tile
 * }</pre>
 */
package org.convlayers.engine.memory;
