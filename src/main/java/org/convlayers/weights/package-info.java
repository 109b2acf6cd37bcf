/**
 * The numbers of a network's layers: arrays with a shape, under the names of PyTorch's state_dict.
 *
 * <p>What lives here: {@link org.convlayers.weights.Tensor}, and {@link org.convlayers.weights.Weights}, which holds
 * every parameter that a {@link org.convlayers.layer.Network} asks for and refuses one of another shape. Files are read
 * elsewhere, into tensors. The engine, the readers and everything outside them may use it.
 *
 * <pre>{@code
 * Tensor kernel = new Tensor(new float[] {1, 0, 2, 1}, List.of(1, 1, 2, 2));
 * Weights weights = new Weights(network, Map.of("0.weight", kernel));
 * }</pre>
 */
package org.convlayers.weights;
