package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.shape.Extent;

/**
 * What a model says of an input.
 *
 * @param name the name of the value
 * @param shape its sizes, each empty where any is taken; empty if nothing is said
 */
record ValueInfo(String name, Optional<List<OptionalLong>> shape) {
    /** Batch and channels stand before the spatial axes. */
    private static final int FIRST_SPATIAL = 2;

    ValueInfo {
        shape = shape.map(List::copyOf);
    }

    /** The sizes behind batch and channels, if there are {@code rank} and each is a number that an image can have. */
    Optional<Extent> onlySize(int rank) {
        return shape.filter(sizes -> sizes.size() == FIRST_SPATIAL + rank)
                .map(sizes -> sizes.subList(FIRST_SPATIAL, sizes.size()))
                .filter(sizes -> sizes.stream().allMatch(ValueInfo::isSize))
                .map(sizes -> Extent.of(
                        sizes.stream().mapToInt(size -> (int) size.getAsLong()).toArray()));
    }

    private static boolean isSize(OptionalLong size) {
        return size.isPresent() && size.getAsLong() > 0 && size.getAsLong() <= Integer.MAX_VALUE;
    }

    /** The same value with any sizes behind batch and channels. */
    ValueInfo ofAnySize() {
        return new ValueInfo(
                name,
                shape.map(sizes -> IntStream.range(0, sizes.size())
                        .mapToObj(axis -> axis < FIRST_SPATIAL ? sizes.get(axis) : OptionalLong.empty())
                        .toList()));
    }

    /** The shape for messages, as {@code [?, 3, ?, ?]}. */
    String shapeText() {
        return shape.map(sizes -> sizes.stream()
                        .map(size -> size.isPresent() ? Long.toString(size.getAsLong()) : "?")
                        .collect(Collectors.joining(", ", "[", "]")))
                .orElse("[any shape]");
    }
}
