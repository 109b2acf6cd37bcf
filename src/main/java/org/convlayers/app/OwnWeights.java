package org.convlayers.app;

import org.convlayers.weights.WeightSource;

/** Networks that bring their own weights. */
final class OwnWeights {
    private OwnWeights() {}

    /**
     * Checks that nobody asks for other weights than those of the network.
     *
     * @param source the weights that are asked for; the default ones where nobody asked
     * @param network the network's name
     */
    static void require(WeightSource source, String network) {
        if (!(source instanceof WeightSource.Kaiming)) {
            throw new IllegalArgumentException(
                    "weights=" + source + " cannot be given to '" + network + "', which brings its own");
        }
    }
}
