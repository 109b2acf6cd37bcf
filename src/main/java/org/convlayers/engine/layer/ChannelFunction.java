package org.convlayers.engine.layer;

import org.convlayers.layer.Activation;
import org.convlayers.layer.ActivationFunction;
import org.convlayers.layer.Dropout;
import org.convlayers.layer.Network;
import org.convlayers.layer.Normalization;
import org.convlayers.layer.ParametricRelu;
import org.convlayers.weights.Weights;

/** What a pointwise layer makes of the values of a channel. */
@FunctionalInterface
public interface ChannelFunction {
    /** f(x) in a channel, in double precision. */
    double apply(int channel, double x);

    /** The same in single precision; unless there is a faster way, f(x) rounded once. */
    default Epilogue epilogue() {
        return (channel, values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = (float) apply(channel, values[i]);
            }
        };
    }

    /**
     * The function of a node.
     *
     * @param node its layer is pointwise
     * @param weights the network's parameters
     */
    static ChannelFunction of(Network.Node node, Weights weights) {
        if (node.layer() instanceof Activation activation) {
            return new PointwiseActivation(activation);
        }
        if (node.layer() instanceof Dropout) {
            return new PointwiseActivation(Activation.of(ActivationFunction.IDENTITY));
        }
        if (node.layer() instanceof ParametricRelu) {
            return new LeakySlopes(weights.get(node.name() + ".weight").data());
        }
        if (node.layer() instanceof Normalization) {
            return ChannelAffine.ofRunningStatistics(node, weights);
        }
        throw new IllegalStateException("no function is known for " + node.layer());
    }
}
