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
 * try (NpyWriter writer = NpyWriter.create(OutputFile.create(Path.of("copy.npy"), List.of()), type, image.shape())) {
 *     writer.write(0, image.data(), 0, image.data().length);
 *     writer.finish();
 * }
 * }</pre>
 */
package org.convlayers.io.npy;
