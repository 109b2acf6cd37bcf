package org.convlayers.golden;

import java.util.List;
import java.util.Optional;
import org.convlayers.shape.FeatureShape;

/**
 * Layers and the size of what PyTorch makes of an input.
 *
 * @param name unique in the family
 * @param text the layers
 * @param input the shape of the input
 * @param output channels and spatial sizes, some perhaps 0; empty where PyTorch takes no such layers or input
 */
public record SizeCase(String name, String text, FeatureShape input, Optional<List<Integer>> output) {
    @Override
    public String toString() {
        return name + ": " + text + " on " + input;
    }
}
