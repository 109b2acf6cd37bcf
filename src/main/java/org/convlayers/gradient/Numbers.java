package org.convlayers.gradient;

import java.util.function.IntConsumer;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.AxisRanges.Range;
import org.convlayers.shape.Extent;
import org.convlayers.shape.Region;

/** The pixels of a region in order, as they are counted in the region and in the whole feature map. */
final class Numbers {
    private Numbers() {}

    /** Is told each pixel. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A pixel.
         *
         * @param place its number in the region
         * @param pixel its number in the whole map
         */
        void visit(int place, int pixel);
    }

    /**
     * Visits each pixel.
     *
     * @param size the whole map's (D, H, W)
     */
    static void forEach(Region region, Extent size, Visitor visitor) {
        int[] place = {0};
        forEach(
                region.depth(),
                z -> forEach(
                        region.height(),
                        y -> forEach(
                                region.width(),
                                x -> visitor.visit(place[0]++, (z * size.get(1) + y) * size.get(2) + x))));
    }

    private static void forEach(AxisRanges ranges, IntConsumer visitor) {
        for (Range range : ranges.ranges()) {
            for (int i = range.first(); i <= range.last(); i++) {
                visitor.accept(i);
            }
        }
    }
}
