package org.convlayers.app;

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
public record FilledNetwork(Network network, Weights weights, WeightSource source) {}
