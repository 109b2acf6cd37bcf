/**
 * Reads and writes numpy's files: .npy, one array of numbers, and .npz, a zip of those.
 *
 * <p>What lives here: {@link org.convlayers.io.npy.NpyFile} (whole, or any part of an array larger than memory), {@link
 * org.convlayers.io.npy.NpyWriter} and {@link org.convlayers.io.npy.Npz}. The command line, {@code io.weights} and tests
 * call it. Files are taken for hostile: sizes are checked before memory is taken, no Python is evaluated, and each fault
 * is one {@link org.convlayers.io.DamagedFileException}.
 *
 * <pre>{@code
 * Tensor image = NpyFile.readAll(Path.of("cells.npy"));
 * Map<String, Tensor> weights = Npz.read(Path.of("weights.npz"));
 * NpyWriter.write(Path.of("copy.npy"), image);
 * }</pre>
 */
package org.convlayers.io.npy;
