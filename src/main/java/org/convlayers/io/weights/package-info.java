/**
 * Weight files of every format behind one door.
 *
 * <p>What lives here: {@link org.convlayers.io.weights.TensorFiles}, which the commands and the command line give to {@link
 * org.convlayers.weights.WeightSource#open}. The formats themselves live in packages of their own.
 *
 * <pre>{@code
 * Initializer initializer = WeightSource.parse("unet.safetensors#encoder").open(2, TensorFiles::read);
 * }</pre>
 */
package org.convlayers.io.weights;
