package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convlayers.shape.ShapeException;

/**
 * Size, stride and padding of the receptive fields of a layer by the formula for chains: where the field of each output
 * pixel lies as if the image had no border.
 *
 * <p>A field that does not move has stride 0: behind a layer that looks at whole maps, every output pixel sees the same.
 *
 * <p>Where branches join, the formula holds for the union if all paths have the same stride. If strides differ there is
 * none; if strides (0 apart) or centres differ, {@code misalignment} says where. After upsampling fields depend on the phase
 * of the output pixel, and no formula holds; the grids go on.
 *
 * @param axes one formula for each spatial axis, outermost first; empty where none holds for all output pixels
 * @param grids how output pixels lie on the image, for each spatial axis; empty where branches of different stride have met
 * @param misalignment which join brings together fields that do not lie over one another, and how; empty if none does
 */
public record FieldFormula(Optional<List<Axis>> axes, Optional<List<FieldGrid>> grids, Optional<String> misalignment) {
    /** Differences of places up to this one come from rounding. */
    private static final double TOLERANCE = 1e-6;

    private static final List<String> AXIS_NAMES = List.of("D", "H", "W");

    public FieldFormula {
        axes = axes.map(List::copyOf);
        grids = grids.map(List::copyOf);
    }

    /**
     * The formula on one axis: output pixel u sees u j - P to u j - P + r - 1, of which some may be holes and some lie
     * beyond the border.
     *
     * <p>Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019.
     *
     * @param size r, the extent of the field in input pixels
     * @param stride j, how far the field moves from one output pixel to the next
     * @param padding P, how far the field of output pixel 0 reaches beyond the begin of the image
     */
    public record Axis(long size, long stride, long padding) {
        /** The field of a pixel of the image itself. */
        public static final Axis START = new Axis(1, 1, 0);

        /**
         * The formula after one more window: {@code r += (K-1) j; P += p j; j *= s}.
         *
         * @param effectiveKernelSize K = d(k-1)+1
         * @param windowStride s
         * @param paddingBegin p
         * @throws ShapeException if a number does not fit into a long
         */
        public Axis then(int effectiveKernelSize, int windowStride, int paddingBegin) {
            try {
                return new Axis(
                        Math.addExact(size, Math.multiplyExact(stride, effectiveKernelSize - 1)),
                        Math.multiplyExact(stride, windowStride),
                        Math.addExact(padding, Math.multiplyExact(stride, paddingBegin)));
            } catch (ArithmeticException e) {
                throw new ShapeException("a window of size " + effectiveKernelSize + ", stride " + windowStride
                        + " and padding " + paddingBegin + " after layers of stride " + stride
                        + " in all sees more input pixels than can be counted");
            }
        }

        /** The formula for the union of two fields that move with the same stride. */
        Axis union(Axis other) {
            long begin = Math.max(padding, other.padding);
            long end = Math.max(size - padding, other.size - other.padding);
            return new Axis(begin + end, stride, begin);
        }

        /** u j - P, the first place that output pixel u sees. */
        public long first(long output) {
            return output * stride - padding;
        }

        /** u j - P + r - 1, the last place that output pixel u sees. */
        public long last(long output) {
            return first(output) + size - 1;
        }

        /** How the centres of the fields lie on the image. */
        public FieldGrid grid() {
            return new FieldGrid((double) stride, centre(0));
        }

        /** u j - P + (r-1)/2, the centre of the field of output pixel u. */
        public double centre(long output) {
            return first(output) + (size - 1) / 2.0;
        }
    }

    /** The formula of the image itself. */
    static FieldFormula ofInput(int rank) {
        return new FieldFormula(
                Optional.of(Collections.nCopies(rank, Axis.START)),
                Optional.of(Collections.nCopies(rank, FieldGrid.IDENTITY)),
                Optional.empty());
    }

    /** The formula after one more layer, along the way through one of its inputs. */
    FieldFormula through(SourceLaw law) {
        return through(law, law);
    }

    /** As above, where a part of the channels lies on the grid of all of them. */
    FieldFormula through(SourceLaw law, SourceLaw ofAll) {
        return new FieldFormula(
                axes.flatMap(
                        list -> all(list.size(), axis -> law(law, axis, list).formula(list.get(axis)))),
                grids.map(list -> IntStream.range(0, list.size())
                        .mapToObj(axis ->
                                list.get(axis).then(law(ofAll, axis, list).grid()))
                        .toList()),
                misalignment);
    }

    /** Where the field depends on the output pixel. */
    FieldFormula withoutAxes() {
        return new FieldFormula(Optional.empty(), grids, misalignment);
    }

    private static AxisLaw law(SourceLaw law, int axis, List<?> axes) {
        return law.axis(AXIS_NAMES.size() - axes.size() + axis);
    }

    /** What there is for every axis; empty if one has nothing. */
    private static <T> Optional<List<T>> all(int rank, IntFunction<Optional<T>> ofAxis) {
        List<T> found = IntStream.range(0, rank)
                .mapToObj(ofAxis)
                .flatMap(Optional::stream)
                .toList();
        return found.size() == rank ? Optional.of(found) : Optional.empty();
    }

    /**
     * The formula of what meets.
     *
     * @param layer the layer whose inputs meet
     * @param paths the formula along each of the ways that meet
     */
    static FieldFormula join(String layer, List<FieldFormula> paths) {
        List<FieldFormula> seeing =
                paths.stream().filter(FieldFormula::seesPixels).toList();
        return seeing.isEmpty() ? paths.get(0) : joinSeeing(layer, seeing);
    }

    /** What is known beforehand sees nothing, and has no say. */
    private boolean seesPixels() {
        return axes.map(list -> list.stream().anyMatch(axis -> axis.size() > 0)).orElse(true);
    }

    private static FieldFormula joinSeeing(String layer, List<FieldFormula> paths) {
        if (paths.size() == 1) {
            return paths.get(0);
        }
        Optional<String> misalignment =
                paths.stream().flatMap(path -> path.misalignment().stream()).findFirst();
        if (paths.stream().anyMatch(path -> path.grids().isEmpty())) {
            return new FieldFormula(Optional.empty(), Optional.empty(), misalignment);
        }
        List<List<FieldGrid>> grids = transposed(
                paths.stream().map(path -> path.grids().orElseThrow()).toList());
        Optional<List<Axis>> axes = Optional.of(paths)
                .filter(list -> list.stream().allMatch(path -> path.axes().isPresent()))
                .map(list -> transposed(
                        list.stream().map(path -> path.axes().orElseThrow()).toList()))
                .filter(list -> list.stream().allMatch(FieldFormula::moveAlike))
                .map(list -> list.stream()
                        .map(meeting -> meeting.stream().reduce(Axis::union).orElseThrow())
                        .toList());
        Optional<List<FieldGrid>> joined = all(
                grids.size(),
                axis -> haveOneStride(moving(grids.get(axis)))
                        ? Optional.of(joined(axes.map(list -> list.get(axis)), grids.get(axis)))
                        : Optional.empty());
        return new FieldFormula(axes, joined, misalignment.or(() -> misalignment(layer, grids)));
    }

    private static boolean moveAlike(List<Axis> meeting) {
        return meeting.stream().map(Axis::stride).distinct().count() == 1;
    }

    private static FieldGrid joined(Optional<Axis> formula, List<FieldGrid> meeting) {
        if (Set.copyOf(meeting).size() == 1) {
            return meeting.get(0); // also of phases, whose fields lie around it
        }
        return formula.filter(axis -> axis.stride() != 0).map(Axis::grid).orElseGet(() -> middle(meeting));
    }

    /** For each axis what the paths have. */
    private static <T> List<List<T>> transposed(List<List<T>> paths) {
        return IntStream.range(0, paths.get(0).size())
                .mapToObj(axis -> paths.stream().map(path -> path.get(axis)).toList())
                .toList();
    }

    /** Says of each axis on which the inputs disagree how they do; axes on which they do so alike are named together. */
    private static Optional<String> misalignment(String layer, List<List<FieldGrid>> grids) {
        int outer = AXIS_NAMES.size() - grids.size();
        Map<String, List<String>> axesByDisagreement = new LinkedHashMap<>();
        for (int axis = 0; axis < grids.size(); axis++) {
            String name = AXIS_NAMES.get(outer + axis);
            disagreement(grids.get(axis))
                    .ifPresent(what -> axesByDisagreement
                            .computeIfAbsent(what, key -> new ArrayList<>())
                            .add(name));
        }
        return Optional.of(axesByDisagreement)
                .filter(found -> !found.isEmpty())
                .map(found -> found.entrySet().stream()
                        .map(entry -> "along " + String.join(" and ", entry.getValue()) + ": " + entry.getKey())
                        .collect(Collectors.joining("; ", "the inputs of layer '" + layer + "' are not aligned ", "")));
    }

    private static Optional<String> disagreement(List<FieldGrid> paths) {
        List<FieldGrid> meeting = moving(paths);
        if (meeting.isEmpty()) {
            return Optional.empty();
        }
        if (!haveOneStride(meeting)) {
            return Optional.of("strides "
                    + meeting.stream().map(grid -> shown(grid.stride())).toList());
        }
        List<Double> centres = meeting.stream().map(FieldGrid::start).toList();
        return areEqual(centres) ? Optional.empty() : Optional.of("field centres " + centres + " of output pixel 0");
    }

    /** Grids that do not move (a broadcast pixel) have no place to be aligned to. */
    private static List<FieldGrid> moving(List<FieldGrid> meeting) {
        return meeting.stream().filter(grid -> grid.stride() != 0).toList();
    }

    private static boolean haveOneStride(List<FieldGrid> meeting) {
        return areEqual(meeting.stream().map(FieldGrid::stride).toList());
    }

    private static boolean areEqual(List<Double> places) {
        return places.isEmpty() || Collections.max(places) - Collections.min(places) <= TOLERANCE;
    }

    private static FieldGrid middle(List<FieldGrid> paths) {
        List<FieldGrid> meeting = moving(paths).isEmpty() ? paths : moving(paths);
        List<Double> starts = meeting.stream().map(FieldGrid::start).toList();
        return new FieldGrid(meeting.get(0).stride(), (Collections.min(starts) + Collections.max(starts)) / 2);
    }

    private static String shown(double stride) {
        return stride == Math.rint(stride) ? Long.toString((long) stride) : Double.toString(stride);
    }
}
