package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a model says of an input.
 *
 * @param name the name of the value
 * @param shape its sizes, each empty where any is taken; empty if nothing is said
 */
record ValueInfo(String name, Optional<List<OptionalLong>> shape) {
    ValueInfo {
        shape = shape.map(List::copyOf);
    }

    /** The shape for messages, as {@code [?, 3, ?, ?]}. */
    String shapeText() {
        return shape.map(sizes -> sizes.stream()
                        .map(size -> size.isPresent() ? Long.toString(size.getAsLong()) : "?")
                        .collect(Collectors.joining(", ", "[", "]")))
                .orElse("[any shape]");
    }
}
