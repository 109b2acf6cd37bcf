package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Along one axis: from which pixels of its input a layer computes the pixels of its output.
 *
 * <p>Layers treat their axes independently, so that the pixels behind one output pixel are the product of what three such
 * laws say. Everything else in this package follows from these laws.
 */
interface AxisLaw {
    /**
     * Calls {@code source} with each pixel of the input that one output pixel is computed from: once per tap, and so more
     * than once for a pixel that several taps meet; not for taps that meet a constant.
     *
     * @param target a pixel of the output
     * @param source takes pixels inside the input
     */
    void forEachSource(int target, IntConsumer source);

    /**
     * As {@link #forEachSource}, with the number of each tap: those that meet a constant are counted too.
     *
     * @param target a pixel of the output
     * @param visitor takes the taps that meet pixels inside the input
     */
    default void forEachTap(int target, PullBack.TapVisitor visitor) {
        int[] tap = {0};
        forEachSource(target, source -> visitor.visit(tap[0]++, source));
    }

    /**
     * A bound of the input pixels behind the output pixels {@code first} to {@code last}: none that is read to compute them
     * is missing; holes between taps are not left out.
     *
     * @param first an output pixel
     * @param last an output pixel, not before first
     * @return pixels inside the input; none if only padding is seen
     */
    AxisRanges reach(int first, int last);

    /**
     * The interval behind an interval of the output as if the input had no border: neither clipped nor folded; {@link
     * Interval#EMPTY} if there is nothing behind it.
     */
    Interval virtualReach(Interval target);

    /** The formula of the layer's output, given the one of its input; empty if the field depends on the output pixel. */
    Optional<FieldFormula.Axis> formula(FieldFormula.Axis input);

    /** How the layer's output pixels lie on its input. */
    FieldGrid grid();

    /** The union of {@link #reach(int, int)} over ranges. */
    default AxisRanges reach(AxisRanges targets) {
        List<AxisRanges.Range> ranges = targets.ranges();
        if (ranges.size() == 1) {
            return reach(ranges.get(0).first(), ranges.get(0).last());
        }
        List<AxisRanges.Range> sources = new ArrayList<>();
        for (AxisRanges.Range range : ranges) {
            sources.addAll(reach(range.first(), range.last()).ranges());
        }
        return AxisRanges.union(sources);
    }

    /**
     * Whether {@link #reach(int, int)} may hold pixels that none of these outputs is computed from: holes between taps, or
     * between windows, or pixels of weight 0.
     */
    boolean mayHaveHoles(int first, int last);

    /** Exactly the input pixels that {@code targets} are computed from, holes left out. */
    default AxisRanges sources(AxisRanges targets) {
        List<AxisRanges.Range> ranges = targets.ranges();
        AxisRanges reach =
                reach(ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
        if (reach.isEmpty()
                || (ranges.size() == 1
                        && !mayHaveHoles(ranges.get(0).first(), ranges.get(0).last()))) {
            return reach;
        }
        // Counted from the first pixel in reach: the work is that of the field, not of the image.
        int origin = reach.ranges().get(0).first();
        BitSet seen = new BitSet();
        for (AxisRanges.Range range : ranges) {
            for (int target = range.first(); target <= range.last(); target++) {
                forEachSource(target, source -> seen.set(source - origin));
            }
        }
        return ranges(seen, origin);
    }

    /**
     * Exactly the output pixels that are computed from any of {@code sources}: the transpose of {@link #sources}.
     *
     * @param sources pixels of the input
     * @param outputSize the number of output pixels
     */
    default AxisRanges targets(AxisRanges sources, int outputSize) {
        BitSet asked = new BitSet();
        sources.ranges().forEach(range -> asked.set(range.first(), range.last() + 1));
        BitSet met = new BitSet();
        for (int target = 0; target < outputSize; target++) {
            int asking = target;
            forEachSource(target, source -> {
                if (asked.get(source)) {
                    met.set(asking);
                }
            });
        }
        return ranges(met, 0);
    }

    private static AxisRanges ranges(BitSet seen, int origin) {
        List<AxisRanges.Range> ranges = new ArrayList<>();
        for (int first = seen.nextSetBit(0); first >= 0; ) {
            int end = seen.nextClearBit(first);
            ranges.add(new AxisRanges.Range(origin + first, origin + end - 1));
            first = seen.nextSetBit(end);
        }
        return AxisRanges.union(ranges);
    }
}
