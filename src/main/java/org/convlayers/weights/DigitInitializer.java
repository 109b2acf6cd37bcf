package org.convlayers.weights;

import java.util.Map;
import java.util.stream.Collectors;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;

/** Whole numbers from -2 to 2 for every parameter. */
final class DigitInitializer implements Initializer {
    private static final int LARGEST = 2;

    @Override
    public Weights initialize(Network network, long seed) {
        Map<String, Tensor> tensors = network.parameters().stream()
                .collect(Collectors.toMap(
                        Layer.Parameter::name,
                        parameter ->
                                WholeNumbers.tensor(parameter.shape(), -LARGEST, LARGEST, seed, parameter.name())));
        return new Weights(network, tensors);
    }
}
