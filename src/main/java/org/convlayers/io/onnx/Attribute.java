package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;

/**
 * A setting of a node. What it does not hold is 0 or empty.
 *
 * @param number {@code i}
 * @param real {@code f}
 * @param text {@code s}
 * @param tensor {@code t}
 * @param graph {@code g}
 * @param numbers {@code ints}
 * @param reals {@code floats}
 */
record Attribute(
        long number,
        float real,
        String text,
        Optional<TensorData> tensor,
        Optional<Graph> graph,
        List<Long> numbers,
        List<Float> reals) {
    Attribute {
        numbers = List.copyOf(numbers);
        reals = List.copyOf(reals);
    }
}
