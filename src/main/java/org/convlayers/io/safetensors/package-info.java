/**
 * Reads and writes .safetensors, the format in which Hugging Face and many PyTorch projects publish weights.
 *
 * <p>What lives here: {@link org.convlayers.io.safetensors.Safetensors}, which {@code io.weights} calls, and {@link
 * org.convlayers.io.safetensors.SafetensorsWriter}. Files that are read are
 * taken for hostile: every size is checked before memory is taken, and each fault is one {@link
 * org.convlayers.io.DamagedFileException}.
 *
 * <pre>{@code
 * Map<String, Tensor> weights = Safetensors.read(Path.of("model.safetensors"));
 * }</pre>
 */
package org.convlayers.io.safetensors;
