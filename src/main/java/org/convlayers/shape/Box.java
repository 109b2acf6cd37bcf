package org.convlayers.shape;

import java.util.ArrayList;
import java.util.List;

/**
 * A box of pixels of a feature map on its three axes.
 *
 * @param depth the range along D
 * @param height the range along H
 * @param width the range along W
 */
public record Box(AxisRanges.Range depth, AxisRanges.Range height, AxisRanges.Range width)
        implements ThreeAxes<AxisRanges.Range> {
    /** A whole feature map. */
    public static Box whole(FeatureShape shape) {
        Extent size = shape.spatial().to3D(1);
        return new Box(
                new AxisRanges.Range(0, size.get(0) - 1),
                new AxisRanges.Range(0, size.get(1) - 1),
                new AxisRanges.Range(0, size.get(2) - 1));
    }

    /**
     * Cuts it into boxes, as even as can be, where blocks end on an axis.
     *
     * @param axis the axis: 0, 1 or 2 for D, H or W
     * @param parts how many there are to be; fewer where there are fewer blocks
     * @param block the number of pixels of a block on the axis, the first of which begins at pixel 0
     */
    public List<Box> cut(int axis, int parts, int block) {
        AxisRanges.Range range = axis(axis);
        int firstBlock = range.first() / block;
        int step = (range.last() / block - firstBlock) / parts + 1;
        List<Box> boxes = new ArrayList<>();
        long first = range.first();
        while (first <= range.last()) {
            long end = Math.min(range.last() + 1L, (first / block + step) * block);
            AxisRanges.Range part = new AxisRanges.Range((int) first, (int) end - 1);
            boxes.add(new Box(axis == 0 ? part : depth, axis == 1 ? part : height, axis == 2 ? part : width));
            first = end;
        }
        return boxes;
    }

    /** This box with an axis (0 or 1 for D or H) and W exchanged. */
    public Box exchanged(int axis) {
        return exchanged(axis, Box::new);
    }

    /** The numbers of pixels along D, H and W. */
    public Extent size() {
        return Extent.of(depth.size(), height.size(), width.size());
    }

    /** The number of pixels. */
    public long pixels() {
        return (long) depth.size() * height.size() * width.size();
    }
}
