package org.convlayers.receptive;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.shape.AxisRanges;

/**
 * Along one axis: from which pixels of its input a layer computes the pixels of its output.
 *
 * <p>Layers treat their axes independently, so that the pixels behind one output pixel are the product of what three such
 * laws say. Everything else in this package follows from these laws.
 */
interface AxisLaw {
    /**
     * The pixels of the input behind the output pixels {@code first} to {@code last}: no pixel that is needed is missing;
     * holes between taps are not left out.
     *
     * @param first an output pixel
     * @param last an output pixel, not before first
     * @return pixels inside the input; none if only padding is seen
     */
    AxisRanges sources(int first, int last);

    /** The union of {@link #sources(int, int)} over ranges. */
    default AxisRanges sources(AxisRanges targets) {
        List<AxisRanges.Range> ranges = targets.ranges();
        if (ranges.size() == 1) {
            return sources(ranges.get(0).first(), ranges.get(0).last());
        }
        List<AxisRanges.Range> sources = new ArrayList<>();
        for (AxisRanges.Range range : ranges) {
            sources.addAll(sources(range.first(), range.last()).ranges());
        }
        return AxisRanges.union(sources);
    }
}
