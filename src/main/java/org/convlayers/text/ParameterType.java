package org.convlayers.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;
import org.convlayers.shape.Margins;
import org.convlayers.shape.Padding;

/**
 * What the values of a parameter are and how they are read and written.
 *
 * @param allowed what an error message says is allowed
 * @param reader gives the value; empty if the text is of another type; throws IllegalArgumentException if it is of this
 *     type and still not allowed
 * @param writer the inverse of {@code reader}
 */
record ParameterType<T>(String allowed, Function<Value, Optional<T>> reader, Function<T, String> writer) {
    private static final int MAX_WORD_LENGTH = 40;
    private static final String NONE = "None";

    /** {@code 3}. */
    static final ParameterType<Integer> WHOLE_NUMBER =
            new ParameterType<>("a whole number", ParameterType::readWhole, number -> Integer.toString(number));

    /** {@code 0.01}, also {@code 3}, {@code inf} and {@code nan}. */
    static final ParameterType<Double> NUMBER =
            new ParameterType<>("a number", ParameterType::readNumber, PythonText::print);

    /** {@code True}. */
    static final ParameterType<Boolean> BOOLEAN =
            new ParameterType<>("True or False", ParameterType::readBoolean, flag -> flag ? "True" : "False");

    /** {@code 'reflect'}. */
    static final ParameterType<EdgeMode> EDGES = new ParameterType<>(
            "the name of an edge mode such as 'zeros'",
            value -> readWord(value).map(EdgeMode::parse),
            edges -> PythonText.quote(edges.toString()));

    /** {@code 'stem'}. */
    static final ParameterType<List<String>> NAME = new ParameterType<>(
            "the name of a layer", value -> readName(value).map(List::of), names -> PythonText.quote(names.get(0)));

    /** {@code ('stem', 'body')}. */
    static final ParameterType<List<String>> NAMES = new ParameterType<>(
            "a tuple of one or more names of layers",
            ParameterType::readNames,
            names -> tuple(names, PythonText::quote));

    /** {@code 2.0} for all axes, or {@code (2.0, 1.5)} with one number per axis. */
    static final ParameterType<Upsampling.Target> FACTORS =
            new ParameterType<>("a number or a tuple of numbers", ParameterType::readFactors, ParameterType::write);

    /** {@code 64} for all axes, or {@code (64, 48)} with one number per axis. */
    static final ParameterType<Upsampling.Target> SIZE = new ParameterType<>(
            "a whole number or a tuple of up to " + Extent.MAX_RANK, ParameterType::readSize, ParameterType::write);

    /** {@code (3, 64, 64)}: channels, then spatial sizes. */
    static final ParameterType<FeatureShape> SHAPE = new ParameterType<>(
            "a tuple of channels and up to three spatial sizes, such as (3, 64, 64)",
            ParameterType::readShape,
            shape -> "("
                    + (shape.rank() == 0
                            ? shape.channels() + ","
                            : shape.channels() + ", " + shape.spatial().join(", "))
                    + ")");

    /** What this program has no use for. */
    static final ParameterType<Value> ANYTHING = new ParameterType<>("anything", Optional::of, Value::shown);

    /** {@code 3}, or {@code (3, 5)} with one number per axis. */
    static ParameterType<Extent> extent(int rank) {
        return new ParameterType<>(
                "a whole number or " + tupleOf(rank), value -> readExtent(value, rank), ParameterType::write);
    }

    /**
     * An {@linkplain #extent extent}, or {@code (3,)}: PyTorch expands a tuple of one number to all axes in most places, but not
     * for the kernel of a convolution and the size that is pooled to.
     */
    static ParameterType<Extent> expandedExtent(int rank) {
        return new ParameterType<>(
                "a whole number or " + tupleOf(rank), value -> readExpanded(value, rank), ParameterType::write);
    }

    /** An {@linkplain #extent extent} of which numbers may be left open by {@code None}: {@code (None, 7)}. */
    static ParameterType<List<OptionalInt>> partialExtent(int rank) {
        return new ParameterType<>(
                "a whole number or " + tupleOf(rank) + ", in which None is allowed",
                value -> readPartialExtent(value, rank),
                sizes -> sizes.stream().distinct().count() == 1 && sizes.get(0).isPresent()
                        ? Integer.toString(sizes.get(0).getAsInt())
                        : tuple(sizes, size -> size.isPresent() ? Integer.toString(size.getAsInt()) : NONE));
    }

    /** A value of another type, or {@code None}. */
    static <T> ParameterType<Optional<T>> orNone(ParameterType<T> type) {
        return new ParameterType<>(
                type.allowed() + " or " + NONE,
                value -> isNone(value)
                        ? Optional.of(Optional.empty())
                        : type.reader().apply(value).flatMap(read -> Optional.of(Optional.of(read))),
                value -> value.map(type.writer()).orElse(NONE));
    }

    /** An {@linkplain #expandedExtent extent} of pixels, or one of the texts of {@link Padding#parse}. */
    static ParameterType<Padding> padding(int rank) {
        return new ParameterType<>(
                "a whole number, " + tupleOf(rank) + " or a word such as 'same'",
                value -> readWord(value)
                        .map(word -> Padding.parse(word, rank))
                        .or(() -> readExpanded(value, rank).map(Padding::symmetric)),
                ParameterType::write);
    }

    /**
     * The padding of a padding layer: {@code 1}, or the pixels at begin and end of each axis, innermost axis first:
     * {@code (left, right, top, bottom)}.
     */
    static ParameterType<Margins> margins(int rank) {
        String tuple = String.join(
                ", ", List.of("left, right", "top, bottom", "front, back").subList(0, rank));
        return new ParameterType<>(
                "a whole number or a tuple (" + tuple + ")", value -> readMargins(value, rank), ParameterType::write);
    }

    /** {@code (3, 5)}: up to so many whole numbers, in brackets also if there is one. */
    static ParameterType<List<Integer>> wholeNumbers(int atMost) {
        return new ParameterType<>(
                "a tuple of up to " + atMost + " whole numbers",
                value -> readWholeNumbers(value).filter(numbers -> numbers.size() <= atMost),
                numbers -> tuple(numbers, number -> Integer.toString(number)));
    }

    /** One of some words. */
    static ParameterType<String> oneOf(String... words) {
        List<String> allowed = List.of(words);
        String listed = allowed.stream().map(PythonText::quote).collect(Collectors.joining(" or "));
        return new ParameterType<>(listed, value -> readWord(value).filter(allowed::contains), PythonText::quote);
    }

    /** A text that is no longer than a word and fits on a line, as others will put it into their error messages. */
    private static Optional<String> readWord(Value value) {
        return value instanceof Value.Text text
                        && text.content().length() <= MAX_WORD_LENGTH
                        && text.content().chars().noneMatch(Character::isISOControl)
                ? Optional.of(text.content())
                : Optional.empty();
    }

    private static Optional<Integer> readWhole(Value value) {
        if (!(value instanceof Value.Numeral number) || !number.isWhole()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.parseInt(number.digits()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    PythonText.shorten(number.digits()) + " is beyond the largest whole number, " + Integer.MAX_VALUE,
                    e);
        }
    }

    private static Optional<Double> readNumber(Value value) {
        if (value instanceof Value.Numeral number) {
            return Optional.of(Double.parseDouble(number.digits()));
        }
        if (value instanceof Value.Text text) {
            return switch (text.content()) {
                case "inf" -> Optional.of(Double.POSITIVE_INFINITY);
                case "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
                case "nan" -> Optional.of(Double.NaN);
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static boolean isNone(Value value) {
        return value instanceof Value.Constant constant && constant.word().equals(NONE);
    }

    private static Optional<Upsampling.Target> readFactors(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return readAll(sequence.items(), ParameterType::readNumber)
                    .filter(numbers -> !numbers.isEmpty())
                    .map(numbers -> new Upsampling.Factors(numbers, false));
        }
        return readNumber(value).map(number -> new Upsampling.Same(new Upsampling.Factors(List.of(number), false)));
    }

    private static Optional<Upsampling.Target> readSize(Value value) {
        if (value instanceof Value.Sequence sequence) {
            int rank = sequence.items().size();
            return rank < 1 || rank > Extent.MAX_RANK
                    ? Optional.empty()
                    : readExtent(value, rank).map(Upsampling.Size::new);
        }
        return readExtent(value, 1).map(extent -> new Upsampling.Same(new Upsampling.Size(extent)));
    }

    private static Optional<List<OptionalInt>> readPartialExtent(Value value, int rank) {
        if (value instanceof Value.Sequence sequence) {
            return readAll(
                            sequence.items(),
                            item -> isNone(item)
                                    ? Optional.of(OptionalInt.empty())
                                    : readWhole(item).map(OptionalInt::of))
                    .filter(sizes -> sizes.size() == rank);
        }
        return readWhole(value).map(size -> Collections.nCopies(rank, OptionalInt.of(size)));
    }

    private static Optional<Boolean> readBoolean(Value value) {
        if (value instanceof Value.Constant constant && !isNone(value)) {
            return Optional.of(constant.word().equals("True"));
        }
        return Optional.empty();
    }

    /** Bare names may look like numbers: those of torch.nn.Sequential do. */
    private static Optional<String> readName(Value value) {
        if (value instanceof Value.Text text) {
            return Optional.of(text.content());
        }
        return value instanceof Value.Numeral number ? Optional.of(number.digits()) : Optional.empty();
    }

    private static Optional<List<String>> readNames(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return readAll(sequence.items(), ParameterType::readName).filter(names -> !names.isEmpty());
        }
        return readName(value).map(List::of);
    }

    private static Optional<List<Integer>> readWholeNumbers(Value value) {
        return value instanceof Value.Sequence sequence
                ? readAll(sequence.items(), ParameterType::readWhole)
                : Optional.empty();
    }

    private static Optional<FeatureShape> readShape(Value value) {
        return readWholeNumbers(value)
                .filter(sizes -> !sizes.isEmpty() && sizes.size() <= Extent.MAX_RANK + 1)
                .map(sizes -> FeatureShape.of(
                        sizes.get(0),
                        sizes.stream().skip(1).mapToInt(Integer::intValue).toArray()));
    }

    private static Optional<Extent> readExtent(Value value, int rank) {
        if (value instanceof Value.Sequence sequence) {
            return readAll(sequence.items(), ParameterType::readWhole)
                    .filter(numbers -> numbers.size() == rank)
                    .map(numbers -> Extent.of(
                            numbers.stream().mapToInt(Integer::intValue).toArray()));
        }
        return readWhole(value).map(number -> Extent.filled(rank, number));
    }

    private static Optional<Extent> readExpanded(Value value, int rank) {
        return value instanceof Value.Sequence sequence && sequence.items().size() == 1
                ? readWhole(sequence.items().get(0)).map(number -> Extent.filled(rank, number))
                : readExtent(value, rank);
    }

    private static Optional<Margins> readMargins(Value value, int rank) {
        if (!(value instanceof Value.Sequence sequence)) {
            return readExtent(value, rank).map(Margins::symmetric);
        }
        return readAll(sequence.items(), ParameterType::readWhole)
                .filter(numbers -> numbers.size() == 2 * rank)
                .map(numbers -> new Margins(everySecond(numbers, 0), everySecond(numbers, 1)));
    }

    /** Every second number from one on, outermost axis first. */
    private static Extent everySecond(List<Integer> innermostFirst, int from) {
        int rank = innermostFirst.size() / 2;
        return Extent.of(IntStream.range(0, rank)
                .map(axis -> innermostFirst.get(2 * (rank - 1 - axis) + from))
                .toArray());
    }

    private static <E> Optional<List<E>> readAll(List<Value> values, Function<Value, Optional<E>> reader) {
        List<E> elements = new ArrayList<>();
        for (Value value : values) {
            Optional<E> element = reader.apply(value);
            if (element.isEmpty()) {
                return Optional.empty();
            }
            elements.add(element.get());
        }
        return Optional.of(elements);
    }

    private static String write(Extent extent) {
        return extent.isAll(extent.get(0)) ? Integer.toString(extent.get(0)) : "(" + extent.join(", ") + ")";
    }

    private static String write(Upsampling.Target target) {
        if (target instanceof Upsampling.Same same) {
            return same.one() instanceof Upsampling.Factors factor
                    ? PythonText.print(factor.values().get(0))
                    : ((Upsampling.Size) same.one()).pixels().toString();
        }
        return target instanceof Upsampling.Factors factors
                ? tuple(factors.values(), PythonText::print)
                : "(" + ((Upsampling.Size) target).pixels().join(", ")
                        + (target.axes().getAsInt() == 1 ? ",)" : ")");
    }

    private static String write(Padding padding) {
        return padding instanceof Padding.Explicit explicit && explicit.pixels().isSymmetric()
                ? write(explicit.pixels().begin())
                : PythonText.quote(padding.toString());
    }

    private static String write(Margins margins) {
        Extent begin = margins.begin();
        if (margins.isSymmetric() && begin.isAll(begin.get(0))) {
            return Integer.toString(begin.get(0));
        }
        return IntStream.range(0, begin.rank())
                .map(axis -> begin.rank() - 1 - axis)
                .mapToObj(axis -> begin.get(axis) + ", " + margins.end().get(axis))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static <E> String tuple(List<E> elements, Function<E, String> writer) {
        String joined = elements.stream().map(writer).collect(Collectors.joining(", "));
        return elements.size() == 1 ? "(" + joined + ",)" : "(" + joined + ")";
    }

    private static String tupleOf(int rank) {
        return switch (rank) {
            case 1 -> "a tuple of one";
            case 2 -> "a tuple (height, width)";
            default -> "a tuple (depth, height, width)";
        };
    }
}
