package org.convlayers.layer;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.ShapeException;

/**
 * One layer: its hyperparameters, without weights.
 *
 * <p>A layer is a value. It knows the shapes it takes and gives, the parameters it needs and what it costs; {@code
 * receptive} knows which pixels it looks at, {@code engine} how it is computed, {@code text} how it is written.
 */
public sealed interface Layer
        permits Activation,
                AdaptivePooling,
                ArgMax,
                Concatenation,
                Constant,
                Dropout,
                Elementwise,
                Normalization,
                Pad,
                ParametricRelu,
                PixelShuffle,
                PixelUnshuffle,
                Pooling,
                Rearrangement,
                Softmax,
                Upsampling,
                WeightedLayer {
    /**
     * The shape of the output.
     *
     * @param inputs the shapes of the inputs, in order
     * @throws ShapeException if the layer cannot take them; the message names both sides
     */
    FeatureShape outputShape(List<FeatureShape> inputs);

    /** The parameters under PyTorch's names ({@code weight}, {@code bias}) with their shapes; empty if there are none. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** The number of values that training finds; statistics, which it only collects, do not count, as in PyTorch. */
    default long parameterCount() {
        return parameters().stream()
                .filter(parameter -> !parameter.isStatistic())
                .mapToLong(Parameter::elements)
                .sum();
    }

    /**
     * The constant that PyTorch's default initialisation gives a parameter; empty if its values are drawn, uniform in
     * +-1/sqrt(fan_in).
     *
     * @param parameter the name of one of {@link #parameters()}
     */
    default OptionalDouble initialValue(String parameter) {
        return OptionalDouble.empty();
    }

    /** The number of multiply-accumulates for one item of a batch. */
    default long macs(List<FeatureShape> inputs) {
        return 0;
    }

    /** The number of spatial axes the layer is made for; empty if it takes any. */
    default OptionalInt rank() {
        return OptionalInt.empty();
    }

    /** The number of channels the layer is made for; empty if it takes any. */
    default OptionalInt takenChannels() {
        return OptionalInt.empty();
    }

    /** Whether each feature map of the output is made of the one in the same place of the input. */
    default boolean keepsChannels() {
        return isPointwise();
    }

    /** Whether each value is computed from the one in the same place of the same channel, and from nothing else. */
    default boolean isPointwise() {
        return false;
    }

    /** Whether the layer takes several inputs; otherwise it takes exactly one. */
    default boolean isJoin() {
        return false;
    }

    /**
     * A parameter of a layer.
     *
     * @param name its name within the layer, for example {@code weight}
     * @param shape its sizes, in PyTorch's order
     */
    record Parameter(String name, List<Integer> shape) {
        public Parameter {
            shape = List.copyOf(shape);
        }

        /** Whether it is a running mean or variance: PyTorch calls these buffers. */
        boolean isStatistic() {
            return name.startsWith("running_");
        }

        /** The number of values. */
        public long elements() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        }
    }
}
