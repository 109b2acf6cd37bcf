package org.convlayers.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.convlayers.shape.FeatureShape;

/**
 * The same feature maps whatever the input: its parameter {@code value}. Joins bring them together with others; the input
 * only gives the layer a place in the network. Source: torch.nn.Module.register_buffer.
 *
 * @param shape the shape of the maps
 */
public record Constant(FeatureShape shape) implements Layer {
    public Constant {
        shape.requirePixels();
    }

    @Override
    public FeatureShape outputShape(List<FeatureShape> inputs) {
        return shape;
    }

    /** [channels, spatial...]. */
    @Override
    public List<Parameter> parameters() {
        List<Integer> sizes = new ArrayList<>(List.of(shape.channels()));
        Arrays.stream(shape.spatial().toArray()).forEach(sizes::add);
        return List.of(new Parameter("value", sizes));
    }

    /** None: it is a buffer, which training does not change. */
    @Override
    public long parameterCount() {
        return 0;
    }

    @Override
    public OptionalDouble initialValue(String parameter) {
        return OptionalDouble.of(0);
    }
}
