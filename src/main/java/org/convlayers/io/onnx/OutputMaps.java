package org.convlayers.io.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convlayers.shape.FeatureShape;

/**
 * An array that a model gives, as feature maps that lie on the image: its axes are put where they belong, and those that go
 * along one axis of the image are joined.
 *
 * @param view the array with its axes in the order of the maps
 * @param shape the shape of the maps
 * @param isInOrder whether the axes are in this order in the array, too
 */
record OutputMaps(View view, FeatureShape shape, boolean isInOrder) {
    /**
     * Finds the maps.
     *
     * @param origins what the values are
     * @param array how the array lies in them, without its batch
     * @param rank the number of spatial axes
     * @return the maps; empty if nothing of the array lies on the image, or if it cannot be told where
     */
    static Optional<OutputMaps> of(AxisOrigins origins, View array, int rank) {
        View view = array.withoutSingles();
        List<List<AxisOrigins.Part>> axes = axes(origins, view);
        if (!isSomewhere(axes)) {
            return isOnePixel(axes, array, rank)
                    ? Optional.of(ordered(view, Collections.nCopies(view.rank(), AxisOrigins.CHANNELS), rank))
                    : Optional.empty();
        }
        List<Integer> places = new ArrayList<>();
        for (List<AxisOrigins.Part> along : axes) {
            int axis = AxisOrigins.common(along);
            places.add(axis == AxisOrigins.MIXED ? leading(axes, along) : axis);
        }
        places.replaceAll(place -> place == AxisOrigins.NONE ? free(places, rank) : place);
        return places.contains(AxisOrigins.MIXED) || !areNested(axes, places)
                ? Optional.empty()
                : Optional.of(ordered(view, places, rank));
    }

    /** Whether some of an array's values lie at different places of the image. */
    static boolean isOnImage(AxisOrigins origins, View array) {
        return isSomewhere(axes(origins, array.withoutSingles()));
    }

    private static List<List<AxisOrigins.Part>> axes(AxisOrigins origins, View view) {
        return IntStream.range(0, view.rank())
                .mapToObj(axis -> origins.along(view.dim(axis), view.strides().get(axis)))
                .toList();
    }

    private static boolean isSomewhere(List<List<AxisOrigins.Part>> axes) {
        return axes.stream()
                .flatMap(List::stream)
                .anyMatch(part -> part.axis() != AxisOrigins.NONE && part.axis() != AxisOrigins.CHANNELS);
    }

    /** Whether an array has channels and, for places, nothing but axes of one element. */
    private static boolean isOnePixel(List<List<AxisOrigins.Part>> axes, View array, int rank) {
        long singles = array.dims().stream().filter(size -> size == 1).count();
        return singles >= rank
                && axes.stream().flatMap(List::stream).allMatch(part -> part.axis() == AxisOrigins.CHANNELS);
    }

    /** What a pixel shuffle made lies along a spatial axis before all; what was taken from space to channels is channels. */
    private static int leading(List<List<AxisOrigins.Part>> axes, List<AxisOrigins.Part> along) {
        if (along.stream().anyMatch(part -> part.axis() == AxisOrigins.MIXED)) {
            return AxisOrigins.MIXED;
        }
        List<Integer> open = along.stream()
                .map(AxisOrigins.Part::axis)
                .filter(axis -> axis != AxisOrigins.NONE && axis != AxisOrigins.CHANNELS)
                .filter(axis -> axes.stream().noneMatch(other -> AxisOrigins.common(other) == axis))
                .distinct()
                .toList();
        if (open.isEmpty()) {
            return AxisOrigins.CHANNELS;
        }
        return open.equals(List.of(along.get(0).axis())) ? open.get(0) : AxisOrigins.MIXED;
    }

    /** The first axis that nothing goes along yet. */
    private static int free(List<Integer> places, int rank) {
        return IntStream.rangeClosed(0, rank)
                .filter(place -> !places.contains(place))
                .findFirst()
                .orElse(AxisOrigins.CHANNELS);
    }

    /** Whether the parts of each spatial axis come in the order in which they are parts of it. */
    private static boolean areNested(List<List<AxisOrigins.Part>> axes, List<Integer> places) {
        Map<Integer, AxisOrigins.Part> before = new HashMap<>();
        boolean areNested = true;
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            for (AxisOrigins.Part part : axes.get(i)) {
                if (place != AxisOrigins.CHANNELS && part.axis() == place) {
                    areNested &= !before.containsKey(place) || before.get(place).continues(part);
                    before.put(place, part);
                }
            }
        }
        return areNested;
    }

    private static OutputMaps ordered(View view, List<Integer> places, int rank) {
        List<Integer> order = IntStream.range(0, places.size())
                .boxed()
                .sorted(Comparator.comparing(places::get))
                .toList();
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(rank + 1, 1));
        for (int axis = 0; axis < places.size(); axis++) {
            int size = view.dim(axis);
            sizes.set(places.get(axis), Math.multiplyExact(sizes.get(places.get(axis)), size));
        }
        FeatureShape shape = FeatureShape.of(
                sizes.get(0), sizes.stream().skip(1).mapToInt(Integer::intValue).toArray());
        return new OutputMaps(view.transpose(order), shape, order.equals(Value.range(order.size())));
    }
}
