package org.convlayers.ij.field;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.convlayers.receptive.PixelSet;
import org.convlayers.shape.AxisRanges;
import org.convlayers.shape.Region;

/** The pixels of ImageJ's area selections. */
final class AreaPixels {
    private AreaPixels() {}

    /**
     * The pixels of a selection that lie inside a map.
     *
     * @param area an area selection
     * @param width columns of the map
     * @param height rows of the map
     * @param plane the plane they lie in, from 0
     */
    static PixelSet of(Roi area, int width, int height, int plane) {
        Rectangle bounds = area.getBounds();
        Rectangle inside = bounds.intersection(new Rectangle(width, height));
        if (inside.isEmpty()) {
            return PixelSet.EMPTY;
        }
        AxisRanges depth = AxisRanges.of(plane, plane);
        ImageProcessor mask = area.getMask();
        if (mask == null) {
            return PixelSet.of(new Region(
                    depth,
                    AxisRanges.of(inside.y, inside.y + inside.height - 1),
                    AxisRanges.of(inside.x, inside.x + inside.width - 1)));
        }
        List<Region> rows = new ArrayList<>();
        for (int y = inside.y; y < inside.y + inside.height; y++) {
            rows.add(new Region(depth, AxisRanges.of(y, y), row(mask, bounds, inside, y)));
        }
        return PixelSet.ofRegions(rows);
    }

    private static AxisRanges row(ImageProcessor mask, Rectangle bounds, Rectangle inside, int y) {
        List<AxisRanges.Range> runs = new ArrayList<>();
        int end = inside.x + inside.width;
        for (int x = inside.x; x < end; x++) {
            int first = x;
            while (x < end && mask.get(x - bounds.x, y - bounds.y) != 0) {
                x++;
            }
            if (x > first) {
                runs.add(new AxisRanges.Range(first, x - 1));
            }
        }
        return AxisRanges.union(runs);
    }
}
