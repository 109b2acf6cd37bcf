package org.convlayers.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convlayers.receptive.FieldFormula;

/** The numbers of receptive fields, one for each axis, as results show them. */
final class FieldNumbers {
    private FieldNumbers() {}

    /** One number of each axis; empty where no formula holds for every output pixel. */
    static Optional<List<Long>> of(Optional<List<FieldFormula.Axis>> axes, Function<FieldFormula.Axis, Long> number) {
        return axes.map(list -> list.stream().map(number).toList());
    }

    static String join(List<? extends Number> numbers, String separator) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }
}
