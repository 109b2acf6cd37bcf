package org.convlayers.layer;

import java.util.List;
import java.util.Objects;
import org.convlayers.shape.FeatureShape;

/**
 * A function applied to each value on its own.
 *
 * @param function which function
 * @param arguments its arguments in the order of {@link ActivationFunction#parameters()}
 */
public record Activation(ActivationFunction function, List<Double> arguments) implements Layer {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the number of arguments is not the function's, or PyTorch refuses their values
     */
    public Activation {
        Objects.requireNonNull(function);
        arguments = List.copyOf(arguments);
        if (arguments.size() != function.parameters().size()) {
            throw new IllegalArgumentException(function.torchName() + " takes "
                    + function.parameters().size() + " arguments, but got " + arguments.size());
        }
        function.check(arguments);
    }

    /**
     * The function with PyTorch's default arguments.
     *
     * @throws java.util.NoSuchElementException if an argument has none
     */
    public static Activation of(ActivationFunction function) {
        List<Double> defaults = function.parameters().stream()
                .map(parameter -> parameter.defaultValue().orElseThrow())
                .toList();
        return new Activation(function, defaults);
    }

    /** f(x). */
    public double apply(double x) {
        return function.apply(x, arguments);
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        return inputs.get(0);
    }

    @Override
    public boolean isPointwise() {
        return true;
    }
}
