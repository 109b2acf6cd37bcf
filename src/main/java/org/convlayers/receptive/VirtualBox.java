package org.convlayers.receptive;

import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Box;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;
import org.convlayers.shape.ThreeAxes;

/**
 * The places that are seen along each axis, on maps that go on beyond their borders.
 *
 * @param depth those along D
 * @param height those along H
 * @param width those along W
 */
record VirtualBox(Interval depth, Interval height, Interval width) implements ThreeAxes<Interval> {
    /** No place. */
    static final VirtualBox EMPTY = new VirtualBox(Interval.EMPTY, Interval.EMPTY, Interval.EMPTY);

    /** One pixel, outermost axis first. */
    static VirtualBox ofPixel(int... at) {
        Extent place = Extent.of(at).to3D(0);
        return new VirtualBox(interval(place.get(0)), interval(place.get(1)), interval(place.get(2)));
    }

    /** The box around some pixels, at least one. */
    static VirtualBox around(PixelSet pixels) {
        Box box = pixels.bounds().orElseThrow();
        return new VirtualBox(interval(box.depth()), interval(box.height()), interval(box.width()));
    }

    private static Interval interval(AxisRanges.Range range) {
        return new Interval(range.first(), range.last());
    }

    private static Interval interval(int place) {
        return new Interval(place, place);
    }

    /** Whether there is no place in it. */
    boolean isEmpty() {
        return depth.isEmpty() || height.isEmpty() || width.isEmpty();
    }

    /** The pixels of a map that lie in it. */
    Region clippedTo(Extent size) {
        return new Region(clipped(depth, size.get(0)), clipped(height, size.get(1)), clipped(width, size.get(2)));
    }

    private static AxisRanges clipped(Interval interval, int size) {
        return AxisRanges.of((int) Math.max(interval.first(), 0), (int) Math.min(interval.last(), size - 1L));
    }

    /** The smallest box that holds both. */
    VirtualBox hull(VirtualBox other) {
        return new VirtualBox(depth.hull(other.depth), height.hull(other.height), width.hull(other.width));
    }

    /** The places in the input of a layer that these in its output are computed from. */
    VirtualBox through(SourceLaw law) {
        return isEmpty()
                ? EMPTY
                : new VirtualBox(
                        law.depth().virtualReach(depth),
                        law.height().virtualReach(height),
                        law.width().virtualReach(width));
    }
}
