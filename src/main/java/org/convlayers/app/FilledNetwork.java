package org.convlayers.app;

import java.io.IOException;
import org.convlayers.io.weights.TensorFiles;
import org.convlayers.layer.Network;
import org.convlayers.weights.Initializer;
import org.convlayers.weights.WeightFiles;
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
    /** The number of spatial axes of networks whose layers take any. */
    private static final int USUAL_RANK = 2;

    /**
     * Fills a network.
     *
     * @param network the layers
     * @param source where the parameters come from
     * @param files how files and images are reached
     * @param seed for what is drawn at random
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the parameters do not fit the network
     */
    public static FilledNetwork fill(Network network, WeightSource source, WeightFiles files, long seed)
            throws IOException {
        Initializer initializer = source.open(rank(network), files);
        return new FilledNetwork(network, initializer.initialize(network, seed), source);
    }

    /** Fills a network with PyTorch's random weights, the same each time: where it does not matter which they are. */
    public static FilledNetwork random(Network network) {
        WeightSource.Kaiming source = new WeightSource.Kaiming();
        Initializer initializer = source.open(rank(network), TensorFiles::read);
        return new FilledNetwork(network, initializer.initialize(network, 0), source);
    }

    /** The number of spatial axes it is applied to. */
    public int rank() {
        return rank(network);
    }

    /** The number of spatial axes that a network is applied to, filled or not. */
    public static int rank(Network network) {
        return network.rank().orElse(USUAL_RANK);
    }

    /** The part that gives the output of a layer inside. */
    public FilledNetwork upTo(String layer) {
        Network part = network.upTo(layer);
        return new FilledNetwork(part, new Weights(part, weights.asMap()), source);
    }
}
