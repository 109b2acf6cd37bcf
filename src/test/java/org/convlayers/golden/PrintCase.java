package org.convlayers.golden;

import java.util.List;
import org.convlayers.layer.Layer;
import org.convlayers.shape.FeatureShape;

/**
 * What {@code print(model)} shows of a model whose layers work in the order shown.
 *
 * @param name unique in the family
 * @param text the printed lines
 * @param input the shape of an input
 * @param output the shape of the output for it
 * @param state the names and shapes in the model's state_dict, in its order
 */
public record PrintCase(
        String name, String text, FeatureShape input, FeatureShape output, List<Layer.Parameter> state) {
    @Override
    public String toString() {
        return name;
    }
}
