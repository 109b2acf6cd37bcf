package org.convlayers.golden;

import java.util.List;
import java.util.Optional;

/**
 * A mistake and what PyTorch says of it.
 *
 * @param name unique in the family
 * @param text the layer
 * @param input the sizes of the input, of any rank; empty where the layer alone is wrong
 * @param message the first line of PyTorch's message
 */
public record MessageCase(String name, String text, Optional<List<Integer>> input, String message) {
    @Override
    public String toString() {
        return name;
    }
}
