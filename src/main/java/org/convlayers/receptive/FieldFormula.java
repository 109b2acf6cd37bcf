package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Size, stride and padding of the receptive fields of a layer by the formula for chains: where the field of each output
 * pixel lies as if the image had no border.
 *
 * <p>A field that does not move has stride 0: behind a layer that looks at whole maps, every output pixel sees the same.
 *
 * <p>Where branches join, the formula holds for the union if all paths have the same stride. If strides differ there is
 * none; if strides (0 apart) or centres differ, {@code misalignment} says where.
 *
 * @param axes one formula for each spatial axis, outermost first; empty where none holds for all output pixels
 * @param misalignment which join brings together fields that do not lie over one another, and how; empty if none does
 */
public record FieldFormula(Optional<List<Axis>> axes, Optional<String> misalignment) {
    private static final List<String> AXIS_NAMES = List.of("D", "H", "W");

    public FieldFormula {
        axes = axes.map(List::copyOf);
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
         * @throws ArithmeticException if a number does not fit into a long
         */
        public Axis then(int effectiveKernelSize, int windowStride, int paddingBegin) {
            return new Axis(
                    Math.addExact(size, Math.multiplyExact(stride, effectiveKernelSize - 1)),
                    Math.multiplyExact(stride, windowStride),
                    Math.addExact(padding, Math.multiplyExact(stride, paddingBegin)));
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

        /** u j - P + (r-1)/2, the centre of the field of output pixel u. */
        public double centre(long output) {
            return first(output) + (size - 1) / 2.0;
        }
    }

    /** The formula of the image itself. */
    static FieldFormula ofInput(int rank) {
        return new FieldFormula(Optional.of(Collections.nCopies(rank, Axis.START)), Optional.empty());
    }

    /** The formula after one more layer, along the way through one of its inputs. */
    FieldFormula through(SourceLaw law) {
        return new FieldFormula(axes.map(list -> through(list, law)), misalignment);
    }

    private static List<Axis> through(List<Axis> axes, SourceLaw law) {
        int outer = AXIS_NAMES.size() - axes.size();
        return IntStream.range(0, axes.size())
                .mapToObj(axis -> law.axis(outer + axis).formula(axes.get(axis)))
                .toList();
    }

    /**
     * The formula of a layer.
     *
     * @param layer its name
     * @param paths the formula along the way through each of its inputs, the layer included
     */
    static FieldFormula join(String layer, List<FieldFormula> paths) {
        Optional<String> misalignment =
                paths.stream().flatMap(path -> path.misalignment().stream()).findFirst();
        if (paths.stream().anyMatch(path -> path.axes().isEmpty())) {
            return new FieldFormula(Optional.empty(), misalignment);
        }
        List<List<Axis>> axesOfPaths =
                paths.stream().map(path -> path.axes().orElseThrow()).toList();
        List<Axis> joined = new ArrayList<>();
        int rank = axesOfPaths.get(0).size();
        for (int axis = 0; axis < rank; axis++) {
            int along = axis;
            List<Axis> meeting =
                    axesOfPaths.stream().map(axes -> axes.get(along)).toList();
            String name = AXIS_NAMES.get(AXIS_NAMES.size() - rank + axis);
            Optional<String> found = disagreement(meeting)
                    .map(what -> "the inputs of layer '" + layer + "' are not aligned along " + name + ": " + what);
            misalignment = misalignment.or(() -> found);
            if (hasOneStride(meeting)) {
                joined.add(meeting.stream().reduce(Axis::union).orElseThrow());
            }
        }
        return new FieldFormula(joined.size() == rank ? Optional.of(joined) : Optional.empty(), misalignment);
    }

    private static boolean hasOneStride(List<Axis> meeting) {
        return meeting.stream().map(Axis::stride).distinct().count() == 1;
    }

    /** Fields that do not move (the whole map, or a broadcast pixel) have no place to be aligned to. */
    private static Optional<String> disagreement(List<Axis> meeting) {
        List<Axis> moving = meeting.stream().filter(axis -> axis.stride() != 0).toList();
        if (moving.isEmpty()) {
            return Optional.empty();
        }
        if (!hasOneStride(moving)) {
            return Optional.of("strides " + moving.stream().map(Axis::stride).toList());
        }
        List<Double> centres = moving.stream().map(axis -> axis.centre(0)).toList();
        return centres.stream().distinct().count() == 1
                ? Optional.empty()
                : Optional.of("field centres " + centres + " of output pixel 0");
    }
}
