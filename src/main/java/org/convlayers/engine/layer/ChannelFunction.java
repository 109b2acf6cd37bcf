package org.convlayers.engine.layer;

import org.convlayers.layer.Activation;
import org.convlayers.layer.BatchNormalization;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.InstanceNormalization;
import org.convlayers.layer.Network;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.weights.Weights;

/** What a pointwise layer makes of the values of a channel, in double precision. */
@FunctionalInterface
public interface ChannelFunction {
    /** f(x) in a channel. */
    double apply(int channel, double x);

    /**
     * The function of a node.
     *
     * @param node its layer is pointwise
     * @param weights the network's parameters
     */
    static ChannelFunction of(Network.Node node, Weights weights) {
        if (node.layer() instanceof Activation activation) {
            return (channel, x) -> activation.apply(x);
        }
        if (node.layer() instanceof Dropout) {
            return (channel, x) -> x;
        }
        if (node.layer() instanceof ParametricRelu) {
            float[] slopes = weights.get(node.name() + ".weight").data();
            return (channel, x) -> x > 0 ? x : slopes[slopes.length == 1 ? 0 : channel] * x;
        }
        if (node.layer() instanceof BatchNormalization || node.layer() instanceof InstanceNormalization) {
            return ChannelAffine.ofRunningStatistics(node, weights);
        }
        throw new IllegalStateException("no function is known for " + node.layer());
    }
}
