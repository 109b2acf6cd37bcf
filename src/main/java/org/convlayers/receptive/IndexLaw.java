package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;

/**
 * Along one axis, that of the channels or a spatial one: from which indices of its input a layer computes those of its
 * output.
 *
 * <p>Layers treat their axes independently, so that the values behind one output value are the product of what four such
 * laws say. Everything else in this package follows from these laws.
 */
interface IndexLaw {
    /**
     * Calls {@code source} with each index of the input that one index of the output is computed from: once per tap, and so
     * more than once for an index that several taps meet; not for taps that meet a constant.
     *
     * @param target an index of the output
     * @param source takes indices inside the input
     */
    void forEachSource(int target, IntConsumer source);

    /**
     * A bound of the input behind the output {@code first} to {@code last}: nothing that is read to compute it is missing;
     * holes between taps are not left out.
     *
     * @param first an index of the output
     * @param last an index of the output, not before first
     * @return indices inside the input; none if only padding is seen
     */
    AxisRanges reach(int first, int last);

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
     * Whether {@link #reach(int, int)} may hold indices that none of these outputs is computed from: holes between taps, or
     * between windows, or what has weight 0.
     */
    boolean mayHaveHoles(int first, int last);

    /**
     * Exactly the indices of the input that {@code targets} are computed from, holes left out.
     *
     * @param targets indices of the output, at least one
     */
    default AxisRanges sources(AxisRanges targets) {
        List<AxisRanges.Range> ranges = targets.ranges();
        AxisRanges reach =
                reach(ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
        if (reach.isEmpty()
                || (ranges.size() == 1
                        && !mayHaveHoles(ranges.get(0).first(), ranges.get(0).last()))) {
            return reach;
        }
        // Counted from the first index in reach: the work is that of the field, not of the image.
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
     * Exactly the indices of the output that are computed from any of {@code sources}: the transpose of {@link #sources}.
     *
     * @param sources indices of the input
     * @param outputSize the length of the output
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
