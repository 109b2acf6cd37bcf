package org.convlayers.layer;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * x for x > 0, else a x with a parameter a: one for all channels or one for each. Source: torch.nn.PReLU.
 *
 * @param slopes the number of parameters, 1 or that of the channels
 * @param initialSlope what they are before training
 */
public record ParametricRelu(int slopes, double initialSlope) implements Layer {
    /**
     * Checks the arguments.
     *
     * @throws ShapeException if there is no parameter
     */
    public ParametricRelu {
        if (slopes < 1) {
            throw new ShapeException("num_parameters must be at least 1, but got " + slopes);
        }
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        int channels = inputs.get(0).channels();
        if (slopes != 1 && slopes != channels) {
            throw new ShapeException("Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                    + slopes + " and channel size = " + channels);
        }
        return inputs.get(0);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("weight", List.of(slopes)));
    }

    @Override
    public OptionalDouble initialValue(String parameter) {
        return OptionalDouble.of(initialSlope);
    }

    @Override
    public OptionalInt takenChannels() {
        return slopes == 1 ? OptionalInt.empty() : OptionalInt.of(slopes);
    }

    @Override
    public boolean isPointwise() {
        return true;
    }
}
