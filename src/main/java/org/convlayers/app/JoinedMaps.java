package org.convlayers.app;

import java.util.List;
import org.convlayers.engine.NetworkPlan;
import org.convlayers.engine.layer.Precision;
import org.convlayers.layer.Network;
import org.convlayers.shape.FeatureShape;
import org.convlayers.weights.Weights;

/**
 * Several results of one image as one network with several outputs: layers that they share are computed once.
 *
 * <p>A layer is shared if its name, its numbers and what it takes are the same. What it gives is then the same bit for bit as
 * in the network of a single result, unless that one goes on with a normalisation, which is folded into the weights of a
 * convolution before it only if nobody else takes the convolution's output.
 *
 * @param results the results, at least one
 * @param layers the layers of all
 * @param network the same, with a copy behind each that gives a result and is taken by others too
 * @param weights their parameters
 * @param outputs for each result the layer that gives it; no other layer takes it
 */
public record JoinedMaps(
        List<ShownMaps> results, Network layers, Network network, Weights weights, List<String> outputs) {
    /** Copies the lists. */
    public JoinedMaps {
        results = List.copyOf(results);
        outputs = List.copyOf(outputs);
    }

    /** Joins the networks of some results. */
    public static JoinedMaps of(List<ShownMaps> results) {
        NetworkJoin join = new NetworkJoin();
        List<String> outputs =
                results.stream().map(maps -> join.add(maps.filled())).toList();
        Network layers = join.network();
        SeparateOutputs separate = SeparateOutputs.of(layers, outputs);
        Weights weights = new Weights(separate.network(), join.tensors());
        return new JoinedMaps(results, layers, separate.network(), weights, separate.outputs());
    }

    /**
     * Makes the network ready.
     *
     * @param input the shape of each item of the image
     * @param precision how to compute
     * @throws org.convlayers.shape.ShapeException if the network of one of the results does not take such inputs
     */
    public NetworkPlan plan(FeatureShape input, Precision precision) {
        results.forEach(maps -> maps.filled().network().shapes(input)); // a fault is told as if it were the only one
        return NetworkRun.plan(network, weights, outputs, input, precision);
    }
}
