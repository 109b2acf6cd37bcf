package org.convlayers.app;

import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.weights.WeightSource;
import org.convlayers.weights.Weights;

/**
 * A network with its weights, ready to be applied.
 *
 * @param network the layers
 * @param weights their parameters
 * @param source where the parameters come from
 */
public record FilledNetwork(Network network, Weights weights, WeightSource source) {
    /**
     * A network with PyTorch's random weights, the same each time: where it does not matter which they are.
     *
     * @param network the layers
     * @param rank the number of spatial axes
     */
    public static FilledNetwork random(Network network, int rank) {
        WeightSource.Kaiming source = new WeightSource.Kaiming();
        return new FilledNetwork(network, source.open(rank, TensorFiles::read).initialize(network, 0), source);
    }
}
