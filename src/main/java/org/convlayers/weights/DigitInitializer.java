package org.convlayers.weights;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.layer.Layer;
import org.convlayers.layer.Network;
import org.convlayers.shape.Extent;

/** Whole numbers from -2 to 2 for every parameter. */
final class DigitInitializer implements Initializer {
    private static final int LARGEST = 2;

    @Override
    public FixedShape ofOnlyLayer(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

    @Override
    public FixedShape ofOnlyTransposed(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

    @Override
    public FixedShape ofLayer(String layer, Optional<Extent> kernelSize) {
        return FixedShape.FREE;
    }

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
