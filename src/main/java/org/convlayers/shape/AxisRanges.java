package org.convlayers.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pixels of one axis as sorted, disjoint intervals that do not touch; usually one interval.
 *
 * <p>Several arise where a circular edge reaches round to the far side of a map. Immutable.
 */
public final class AxisRanges {
    /** No pixel. */
    public static final AxisRanges EMPTY = new AxisRanges(List.of());

    private final List<Range> ranges;
    private final int size;

    /**
     * Neighbouring pixels of one axis.
     *
     * @param first the first pixel
     * @param last the last pixel, not before the first
     */
    public record Range(int first, int last) {
        /** Checks the arguments. */
        public Range {
            if (last < first) {
                throw new IllegalArgumentException("a range cannot end at " + last + " before it begins at " + first);
            }
        }

        /** The number of pixels. */
        public int size() {
            return last - first + 1;
        }

        /** Whether a pixel is one of them. */
        public boolean contains(int pixel) {
            return first <= pixel && pixel <= last;
        }
    }

    private AxisRanges(List<Range> ranges) {
        this.ranges = ranges;
        int pixels = 0; // no stream: regions are made for every layer of every tile
        for (Range range : ranges) {
            pixels += range.size();
        }
        size = pixels;
    }

    /** The pixels from {@code first} to {@code last}, both included; none if last is before first. */
    public static AxisRanges of(int first, int last) {
        return last < first ? EMPTY : new AxisRanges(List.of(new Range(first, last)));
    }

    /** The pixels of any ranges, which may overlap and stand in any order. */
    public static AxisRanges union(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && range.first() <= before.last() + 1) {
                merged.set(merged.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new AxisRanges(List.copyOf(merged));
    }

    /** The pixels that are in this or the other. */
    public AxisRanges union(AxisRanges other) {
        if (equals(other)) {
            return this;
        }
        List<Range> both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return union(both);
    }

    /** The pixels that are in this and the other. */
    public AxisRanges intersection(AxisRanges other) {
        List<Range> both = new ArrayList<>();
        for (Range range : ranges) {
            for (Range with : other.ranges) {
                int first = Math.max(range.first(), with.first());
                int last = Math.min(range.last(), with.last());
                if (first <= last) {
                    both.add(new Range(first, last));
                }
            }
        }
        return new AxisRanges(List.copyOf(both));
    }

    /**
     * All pixels of the blocks that hold one of these.
     *
     * @param block the length of a block; the first begins at pixel 0
     * @param size the length of the axis, where the last block may be cut off
     */
    public AxisRanges widenedTo(int block, int size) {
        if (block == 1) {
            return this;
        }
        List<Range> blocks = new ArrayList<>();
        for (Range range : ranges) {
            long end = ((long) range.last() / block + 1) * block;
            blocks.add(new Range(range.first() / block * block, (int) Math.min(end, size) - 1));
        }
        return union(blocks);
    }

    /** The intervals, in order. */
    public List<Range> ranges() {
        return ranges;
    }

    /** The number of pixels. */
    public int size() {
        return size;
    }

    /** Whether there is no pixel. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether this holds a pixel. */
    public boolean contains(int pixel) {
        for (int i = 0; i < ranges.size(); i++) { // no stream: asked for every pixel of a row
            if (ranges.get(i).contains(pixel)) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many pixels of this come before {@code pixel}: its place when the intervals are stored side by side.
     *
     * @throws IllegalArgumentException if this does not hold the pixel
     */
    public int position(int pixel) {
        int before = 0;
        for (int i = 0; i < ranges.size(); i++) { // no iterator: asked for every row that is read or written
            Range range = ranges.get(i);
            if (range.contains(pixel)) {
                return before + pixel - range.first();
            }
            before += range.size();
        }
        throw new IllegalArgumentException("pixel " + pixel + " is not in " + this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AxisRanges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    /** For example {@code 0..7} or {@code 0..7,63..63}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(range.first())
                    .append("..")
                    .append(range.last());
        }
        return text.isEmpty() ? "empty" : text.toString();
    }
}
